package org.garner.catalog.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpatialExtentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"Polygon\", \"coordinates\": [[[-8.6, 54], [1.8, 54], [1.8, 60.9], [-8.6, 54]]]} | -8.6"
                        + " 54 1.8 60.9",
                "{\"type\": \"Point\", \"coordinates\": [1.5, 3, 200]} | 1.5 3 1.5 3",
                "{\"type\": \"MultiPoint\", \"coordinates\": [[1, 2], [3, 4]]} | 1 2 3 4",
                "{\"type\": \"Feature\", \"geometry\": {\"type\": \"LineString\", \"coordinates\": [[1, 2], [3, 4]]}}"
                        + " | 1 2 3 4",
                "{\"type\": \"GeometryCollection\", \"geometries\": [{\"type\": \"Point\", \"coordinates\": [1, 2]},"
                        + " {\"type\": \"Point\", \"coordinates\": [3, 4]}]} | 1 2 3 4",
                "{\"type\": \"Polygon\", \"bbox\": [1, 2, 3, 4], \"coordinates\": []} | 1 2 3 4",
                "{\"bbox\": [1, 2, -50, 3, 4, 50]} | 1 2 3 4",
                "-8.6,54,1.8,60.9 | -8.6 54 1.8 60.9",
                "-8.6 54 1.8 60.9 | -8.6 54 1.8 60.9",
            })
    void readsWhatCataloguesWrite(String spatial, String box) {
        assertThat(SpatialExtent.of(Map.of("spatial", spatial))).hasValue(box(box));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Fiji, cut at the antimeridian as GeoJSON wants it, as its bbox, and by somebody who went on counting.
                "{\"type\": \"MultiPolygon\", \"coordinates\": [[[[177, -19], [180, -16], [177, -19]]],"
                        + " [[[-180, -19], [-178, -16], [-180, -19]]]]} | 177 -19 -178 -16",
                "{\"bbox\": [177, -19, -178, -16]} | 177 -19 -178 -16",
                "{\"type\": \"Polygon\", \"coordinates\": [[[177, -19], [182, -16], [177, -19]]]} | 177 -19 -178 -16",
                "177,-19,-178,-16 | 177 -19 -178 -16",
                "{\"type\": \"Polygon\", \"coordinates\": [[[-180, -90], [180, 90], [-180, -90]]]} | -180 -90 180 90",
            })
    void goesOverTheAntimeridian(String spatial, String box) {
        assertThat(SpatialExtent.of(Map.of("spatial", spatial))).hasValue(box(box));
    }

    @Test
    void takesTheSidesOfAHarvestedDatasetFirst() {
        var extras = Map.of(
                "bbox-west-long", "170",
                "bbox-east-long", "-170",
                "bbox-south-lat", "-10",
                "bbox-north-lat", "10",
                "spatial", "{\"type\": \"Point\", \"coordinates\": [1, 2]}");

        assertThat(SpatialExtent.of(extras)).hasValue(new Box(170, -10, -170, 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Scotland",
                "1,2,3",
                "1,2,3,4,5",
                "1,4,3,2",
                "NaN,1,2,3",
                "400000,200000,500000,300000",
                "{",
                "{}",
                "{\"type\": \"Polygon\", \"coordinates\": []}",
                "{\"type\": \"Polygon\", \"coordinates\": [[[\"a\", \"b\"]]]}",
                "{\"type\": \"Polygon\", \"coordinates\": [[[1, 2], [3]]]}",
                "{\"type\": \"Polygon\", \"coordinates\": [[[1e999, 2], [3, 4]]]}",
                "{\"type\": \"Polygon\", \"coordinates\": [[[400000, 200000], [500000, 300000]]]}",
                "{\"type\": \"Point\", \"coordinates\": {\"x\": 1}}",
                "{\"bbox\": [null, null, null, null]}",
            })
    void whatMakesNoSenseHasNoExtent(String spatial) {
        assertThat(SpatialExtent.of(Map.of("spatial", spatial))).isEmpty();
    }

    @Test
    void depthIsBounded() {
        var deep = "{\"coordinates\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(SpatialExtent.of(Map.of("spatial", deep))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-4.96,55.70,-3.78,56.43 | -4.96 55.70 -3.78 56.43",
                " 1 , 2 , 3 , 4 | 1 2 3 4",
                "170,-10,190,10 | 170 -10 -170 10",
                "-200,-100,200,100 | -180 -90 180 90",
            })
    void aMapsRectangleIsBroughtOntoTheGlobe(String asked, String box) {
        assertThat(Box.parse(asked)).hasValue(box(box));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1,2,3", "a,b,c,d", "1,2,3,NaN", "1,50,2,40", "400000,1,500000,2", "1,2,3,4)", "1 2 3 4"})
    void whatIsNoRectangleIsNone(String asked) {
        assertThat(Box.parse(asked)).isEmpty();
    }

    private static Box box(String sides) {
        var each = sides.split(" ");
        return new Box(
                Double.parseDouble(each[0]),
                Double.parseDouble(each[1]),
                Double.parseDouble(each[2]),
                Double.parseDouble(each[3]));
    }
}

package org.garner.catalog.format.dcatus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.garner.catalog.format.Json;
import org.garner.catalog.format.JsonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where a dataset lies, as GeoJSON (RFC 7946): from a box "west,south,east,north", a geometry, Elasticsearch's envelope, or the name of a place that
 * Garner knows. A ring starts in the south-west and goes against the clock (3.1.6); a box over the 180th meridian becomes two polygons (3.1.9).
 */
final class DcatUsSpatial {
    private static final Pattern SEPARATORS = Pattern.compile("\\s*[,\\s]\\s*");

    /** How deep the lists of coordinates of a geometry nest. */
    private static final Map<String, Integer> DEPTHS = Map.of(
            "Point", 1,
            "MultiPoint", 2,
            "LineString", 2,
            "MultiLineString", 3,
            "Polygon", 3,
            "MultiPolygon", 4);

    private DcatUsSpatial() {}

    /** The geometry, if there is one in it. */
    static Optional<String> of(JsonNode spatial) {
        if (spatial.isObject()) {
            return ofObject(spatial);
        }
        var text = JsonValues.text(spatial);
        if (text.startsWith("{")) {
            return parsed(text).flatMap(DcatUsSpatial::ofObject);
        }
        return ofBox(text).or(() -> Places.named(text).flatMap(DcatUsSpatial::ofBox));
    }

    private static Optional<JsonNode> parsed(String text) {
        try {
            return Optional.of(Json.MAPPER.readTree(text)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> ofObject(JsonNode geometry) {
        var type = geometry.path("type").asString("");
        var coordinates = geometry.path("coordinates");
        if (type.equalsIgnoreCase("envelope")) {
            return envelope(coordinates);
        }
        var depth = DEPTHS.get(type);
        return depth != null && isSound(coordinates, depth)
                ? Optional.of(geometry(type, JsonValues.plain(coordinates)))
                : Optional.empty();
    }

    /** The corners in the north-west and in the south-east; some write the other two. */
    private static Optional<String> envelope(JsonNode corners) {
        if (corners.size() != 2 || !isSound(corners, 2)) {
            return Optional.empty();
        }
        var one = corners.path(0);
        var other = corners.path(1);
        return box(
                one.path(0).asDouble(),
                Math.min(one.path(1).asDouble(), other.path(1).asDouble()),
                other.path(0).asDouble(),
                Math.max(one.path(1).asDouble(), other.path(1).asDouble()));
    }

    private static boolean isSound(JsonNode coordinates, int depth) {
        if (!coordinates.isArray() || coordinates.isEmpty()) {
            return false;
        }
        if (depth > 1) {
            for (var part : coordinates) {
                if (!isSound(part, depth - 1)) {
                    return false;
                }
            }
            return true;
        }
        return coordinates.size() >= 2
                && coordinates.path(0).isNumber()
                && coordinates.path(1).isNumber()
                && isOnEarth(coordinates.path(0).asDouble(), coordinates.path(1).asDouble());
    }

    private static boolean isOnEarth(double longitude, double latitude) {
        return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
    }

    private static Optional<String> ofBox(String text) {
        var edges = Stream.of(SEPARATORS.split(text)).map(DcatUsSpatial::number).toList();
        if (edges.size() != 4 || edges.contains(null)) {
            return Optional.empty();
        }
        return box(edges.get(0), edges.get(1), edges.get(2), edges.get(3));
    }

    private static @Nullable Double number(String text) {
        try {
            var value = Double.valueOf(text);
            return value.isNaN() || value.isInfinite() ? null : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Optional<String> box(double west, double south, double east, double north) {
        if (!isOnEarth(west, south) || !isOnEarth(east, north) || south > north) {
            return Optional.empty();
        }
        if (west == east && south == north) {
            return Optional.of(geometry("Point", List.of(west, south)));
        }
        if (west == east || south == north) {
            return Optional.of(geometry("LineString", List.of(List.of(west, south), List.of(east, north))));
        }
        if (west > east) {
            var parts = new ArrayList<Object>();
            if (west < 180) {
                parts.add(List.of(ring(west, south, 180, north)));
            }
            if (east > -180) {
                parts.add(List.of(ring(-180, south, east, north)));
            }
            return Optional.of(geometry("MultiPolygon", parts));
        }
        return Optional.of(geometry("Polygon", List.of(ring(west, south, east, north))));
    }

    private static List<List<Double>> ring(double west, double south, double east, double north) {
        return List.of(
                List.of(west, south),
                List.of(east, south),
                List.of(east, north),
                List.of(west, north),
                List.of(west, south));
    }

    private static String geometry(String type, @Nullable Object coordinates) {
        var geometry = new LinkedHashMap<String, @Nullable Object>();
        geometry.put("type", type);
        geometry.put("coordinates", coordinates);
        return JsonText.of(geometry);
    }
}

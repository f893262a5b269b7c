package org.garner.catalog.format.iso;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.garner.catalog.format.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Where a dataset lies: its boxes as CKAN's {@code bbox-*} extras (the envelope of all of them) and as GeoJSON ({@code spatial}: all of them).
 *
 * <p>A ring starts in the south-west and goes round against the clock (RFC 7946, 3.1.6). A box over the 180th meridian becomes two polygons (RFC 7946,
 * 3.1.9). A box without width or height is a point, as CKAN has it.
 */
final class IsoFootprint {
    private static final double HALF_CIRCLE = 180;

    private final List<Box> boxes = new ArrayList<>();
    private final List<String> warnings;

    private record Box(IsoBox written, double west, double east, double north, double south) {
        boolean isPoint() {
            return west == east || south == north;
        }

        boolean crossesDateLine() {
            return west > east;
        }
    }

    /** Keeps the sound boxes; says in {@code warnings} what is wrong with the others. */
    IsoFootprint(List<IsoBox> written, List<String> warnings) {
        this.warnings = warnings;
        for (var box : written) {
            var sound = sound(box);
            if (sound != null && boxes.stream().noneMatch(held -> held.equals(sound))) {
                boxes.add(sound);
            }
        }
    }

    /** The extras; none when no box is sound. */
    Map<String, String> extras() {
        var extras = new TreeMap<String, String>();
        if (boxes.isEmpty()) {
            return extras;
        }
        boolean roundTheWorld = boxes.size() > 1 && boxes.stream().anyMatch(Box::crossesDateLine);
        extras.put(
                "bbox-west-long",
                roundTheWorld
                        ? "-180"
                        : least(Comparator.comparingDouble(Box::west)).west());
        extras.put(
                "bbox-east-long",
                roundTheWorld
                        ? "180"
                        : least(Comparator.comparingDouble(Box::east).reversed())
                                .east());
        extras.put(
                "bbox-south-lat", least(Comparator.comparingDouble(Box::south)).south());
        extras.put(
                "bbox-north-lat",
                least(Comparator.comparingDouble(Box::north).reversed()).north());
        extras.put("spatial", JsonText.of(geometry()));
        return extras;
    }

    private IsoBox least(Comparator<Box> order) {
        return boxes.stream().min(order).orElseThrow().written();
    }

    private Map<String, Object> geometry() {
        var polygons = new ArrayList<Object>();
        var points = new ArrayList<Object>();
        for (var box : boxes) {
            if (box.isPoint()) {
                points.add(List.of(box.west(), box.south()));
            } else if (box.crossesDateLine()) {
                polygons.add(List.of(ring(box.west(), HALF_CIRCLE, box)));
                polygons.add(List.of(ring(-HALF_CIRCLE, box.east(), box)));
            } else {
                polygons.add(List.of(ring(box.west(), box.east(), box)));
            }
        }
        if (!points.isEmpty()) {
            warnings.add("Point extent defined instead of polygon: %d of %d boxes have no width or no height"
                    .formatted(points.size(), boxes.size()));
        }
        if (polygons.isEmpty()) {
            return geometry("Point", "MultiPoint", points);
        }
        return geometry("Polygon", "MultiPolygon", polygons);
    }

    private static Map<String, Object> geometry(String one, String several, List<Object> parts) {
        var geometry = new LinkedHashMap<String, Object>();
        geometry.put("type", parts.size() == 1 ? one : several);
        geometry.put("coordinates", parts.size() == 1 ? parts.getFirst() : parts);
        return geometry;
    }

    private static List<List<Double>> ring(double west, double east, Box box) {
        return List.of(
                List.of(west, box.south()),
                List.of(east, box.south()),
                List.of(east, box.north()),
                List.of(west, box.north()),
                List.of(west, box.south()));
    }

    private @Nullable Box sound(IsoBox box) {
        var west = degrees(box.west(), 180);
        var east = degrees(box.east(), 180);
        var north = degrees(box.north(), 90);
        var south = degrees(box.south(), 90);
        if (west.isEmpty() || east.isEmpty() || north.isEmpty() || south.isEmpty()) {
            warnings.add(
                    "A bounding box was left out: expected degrees, found west '%s', east '%s', south '%s', north '%s'"
                            .formatted(box.west(), box.east(), box.south(), box.north()));
            return null;
        }
        boolean upsideDown = south.get() > north.get();
        // From 170 to -170 goes over the date line; from 3.2 to 1.3 would go round the world, and has its edges
        // exchanged.
        boolean insideOut = west.get() > east.get() && west.get() - east.get() < HALF_CIRCLE;
        if (upsideDown || insideOut) {
            warnings.add(
                    "A bounding box had its edges exchanged and was set right: west %s, east %s, south %s, north %s"
                            .formatted(box.west(), box.east(), box.south(), box.north()));
        }
        var mended = new IsoBox(
                insideOut ? box.east() : box.west(),
                insideOut ? box.west() : box.east(),
                upsideDown ? box.south() : box.north(),
                upsideDown ? box.north() : box.south());
        return new Box(
                mended,
                insideOut ? east.get() : west.get(),
                insideOut ? west.get() : east.get(),
                upsideDown ? south.get() : north.get(),
                upsideDown ? north.get() : south.get());
    }

    /** A decimal comma is as common as it is wrong. */
    private static Optional<Double> degrees(String text, double most) {
        try {
            double value = Double.parseDouble(text.replace(',', '.'));
            return Math.abs(value) <= most ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

package org.garner.catalog.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a dataset lies: the least rectangle around what its extras say. What makes no sense has no extent; it never costs the dataset its place in
 * the index.
 */
final class SpatialExtent {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST = 1_000_000;
    private static final double HALF_CIRCLE = 180;
    private static final double CIRCLE = 360;

    /** The stretch of longitude of one part, eastwards: {@code to} may be beyond 180. */
    private record Stretch(double from, double to) {}

    private final List<Stretch> stretches = new ArrayList<>();
    private double south = Double.POSITIVE_INFINITY;
    private double north = Double.NEGATIVE_INFINITY;

    private SpatialExtent() {}

    /** The four extras that harvested datasets have, when all four make sense; otherwise the extra {@code spatial}. */
    static Optional<Box> of(Map<String, String> extras) {
        return Box.numbers(
                        extras.getOrDefault("bbox-west-long", ""),
                        extras.getOrDefault("bbox-south-lat", ""),
                        extras.getOrDefault("bbox-east-long", ""),
                        extras.getOrDefault("bbox-north-lat", ""))
                .flatMap(SpatialExtent::sides)
                .or(() -> ofSpatial(extras.getOrDefault("spatial", "")));
    }

    /** A GeoJSON object, or the four sides west, south, east, north. */
    private static Optional<Box> ofSpatial(String spatial) {
        var text = spatial.strip();
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        if (!text.startsWith("{")) {
            return Box.numbers(text.split("[\\s,]+", 5)).flatMap(SpatialExtent::sides);
        }
        try {
            var extent = new SpatialExtent();
            extent.geometry(JSON.readTree(text));
            return extent.box();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Optional<Box> sides(List<Double> sides) {
        return Box.of(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
    }

    private void geometry(JsonNode geometry) {
        var box = geometry.path("bbox");
        if (box.size() == 4 || box.size() == 6) {
            var high = box.size() / 2;
            var west = number(box.path(0));
            var east = number(box.path(high));
            // The one place where GeoJSON itself goes over the antimeridian.
            part(west, east < west ? east + CIRCLE : east, number(box.path(1)), number(box.path(high + 1)));
            return;
        }
        coordinates(geometry.path("coordinates"));
        for (var member : List.of("geometry", "geometries", "features")) {
            var inner = geometry.path(member);
            if (inner.isObject()) {
                geometry(inner);
            } else {
                inner.forEach(this::geometry);
            }
        }
    }

    /** A position is a part of its own, positions in a row are one, and whatever holds several of these holds several parts. */
    private void coordinates(JsonNode node) {
        if (node.path(0).isNumber()) {
            line(List.of(node));
        } else if (node.path(0).path(0).isNumber()) {
            line(node);
        } else {
            node.forEach(this::coordinates);
        }
    }

    private void line(Iterable<JsonNode> positions) {
        var west = Double.POSITIVE_INFINITY;
        var east = Double.NEGATIVE_INFINITY;
        var lowest = Double.POSITIVE_INFINITY;
        var highest = Double.NEGATIVE_INFINITY;
        for (var position : positions) {
            var longitude = number(position.path(0));
            var latitude = number(position.path(1));
            west = Math.min(west, longitude);
            east = Math.max(east, longitude);
            lowest = Math.min(lowest, latitude);
            highest = Math.max(highest, latitude);
        }
        part(west, east, lowest, highest);
    }

    private void part(double west, double east, double lowest, double highest) {
        stretches.add(new Stretch(west, east));
        south = Math.min(south, lowest);
        north = Math.max(north, highest);
    }

    /** What is no number makes everything that it takes part in no number, and so no box. */
    private static double number(JsonNode node) {
        return node.isNumber() ? node.doubleValue() : Double.NaN;
    }

    /** Around all parts, on the side of the globe where the widest gap is not: parts on both sides of the antimeridian are neighbours. */
    private Optional<Box> box() {
        var wrapped = new ArrayList<Stretch>(stretches.size());
        for (var each : stretches) {
            if (!(Math.abs(each.from()) <= CIRCLE && each.to() - each.from() >= 0 && each.to() <= 2 * CIRCLE)) {
                return Optional.empty();
            }
            var from = Box.wrapped(each.from());
            wrapped.add(new Stretch(from, each.to() + (from - each.from())));
        }
        if (wrapped.isEmpty()) {
            return Optional.empty();
        }
        wrapped.sort(Comparator.comparingDouble(Stretch::from));
        var first = wrapped.getFirst().from();
        var end = wrapped.getFirst().to();
        var widest = Double.NEGATIVE_INFINITY;
        var west = first;
        var east = end;
        for (var each : wrapped) {
            if (each.from() - end > widest) {
                widest = each.from() - end;
                west = each.from();
                east = end;
            }
            end = Math.max(end, each.to());
        }
        // The gap that the antimeridian lies in, if it is one.
        if (first + CIRCLE - end >= widest) {
            widest = first + CIRCLE - end;
            west = first;
            east = end;
        }
        return widest <= 0
                ? Box.of(-HALF_CIRCLE, south, HALF_CIRCLE, north)
                : Box.of(west, south, Box.wrapped(east), north);
    }
}

package org.garner.catalog.index;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A rectangle on the globe, in degrees. When west is greater than east, it crosses the antimeridian.
 *
 * @param west and {@code east} from -180 to 180
 * @param south and {@code north} from -90 to 90, south below or at north
 */
public record Box(double west, double south, double east, double north) {
    private static final double HALF_CIRCLE = 180;
    private static final double CIRCLE = 360;
    private static final double POLE = 90;
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    public Box {
        if (!(Math.abs(west) <= HALF_CIRCLE && Math.abs(east) <= HALF_CIRCLE)) {
            throw new IllegalArgumentException(
                    "A longitude is from -180 to 180, but west was %s and east %s".formatted(west, east));
        }
        if (!(-POLE <= south && south <= north && north <= POLE)) {
            throw new IllegalArgumentException(
                    "Latitudes are from -90 to 90 and south comes first, but south was %s and north %s"
                            .formatted(south, north));
        }
    }

    /**
     * Reads {@code minx,miny,maxx,maxy} as maps send it: longitudes of a map that was dragged round the globe are brought back, latitudes beyond a pole
     * are the pole's. Empty when it is no rectangle.
     */
    public static Optional<Box> parse(String text) {
        return numbers(COMMA.split(text.strip(), -1)).flatMap(Box::ofMap);
    }

    /** The numbers, when they are four and none is infinite. */
    static Optional<List<Double>> numbers(String... texts) {
        if (texts.length != 4) {
            return Optional.empty();
        }
        var numbers = new ArrayList<Double>(4);
        for (var text : texts) {
            try {
                numbers.add(Double.parseDouble(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return numbers.stream().allMatch(Double::isFinite) ? Optional.of(numbers) : Optional.empty();
    }

    private static Optional<Box> ofMap(List<Double> sides) {
        if (Math.abs(sides.get(1)) > HALF_CIRCLE || Math.abs(sides.get(3)) > HALF_CIRCLE) {
            return Optional.empty();
        }
        return of(sides.get(0), clamped(sides.get(1)), sides.get(2), clamped(sides.get(3)));
    }

    /** The rectangle of these sides, west and east up to a full circle away from Greenwich; empty when they are none. */
    static Optional<Box> of(double west, double south, double east, double north) {
        if (!(Math.abs(west) <= CIRCLE && Math.abs(east) <= CIRCLE)
                || !(-POLE <= south && south <= north && north <= POLE)) {
            return Optional.empty();
        }
        return Optional.of(
                east - west >= CIRCLE
                        ? new Box(-HALF_CIRCLE, south, HALF_CIRCLE, north)
                        : new Box(wrapped(west), south, wrapped(east), north));
    }

    /** The same meridian, from -180 to 180. */
    static double wrapped(double longitude) {
        if (Math.abs(longitude) <= HALF_CIRCLE) {
            return longitude;
        }
        return longitude - CIRCLE * Math.floor((longitude + HALF_CIRCLE) / CIRCLE);
    }

    private static double clamped(double latitude) {
        return Math.clamp(latitude, -POLE, POLE);
    }

    /** As Solr writes rectangles. */
    String envelope() {
        return "ENVELOPE(%s, %s, %s, %s)".formatted(plain(west), plain(east), plain(north), plain(south));
    }

    private static String plain(double degrees) {
        return BigDecimal.valueOf(degrees).toPlainString();
    }
}

package org.garner.catalog.format.dcatus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The boxes of places that data.json files name: the United States and their states. Other names stay text. */
final class Places {
    private static final Map<String, String> BOXES = load();

    private Places() {}

    /** The box of a place as "west,south,east,north". */
    static Optional<String> named(String name) {
        return Optional.ofNullable(BOXES.get(plain(name)));
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace(".", "").replaceAll("\\s+", " ");
    }

    /** A line is a box and the names of its place, separated by bars. */
    private static Map<String, String> load() {
        try (var places = Places.class.getResourceAsStream("places.txt")) {
            if (places == null) {
                throw new IllegalStateException("The table places.txt is missing from the class path");
            }
            var boxes = new HashMap<String, String>();
            new String(places.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                var parts = line.split("\\|");
                for (int i = 1; i < parts.length; i++) {
                    boxes.put(plain(parts[i]), parts[0].strip());
                }
            });
            return boxes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.garner.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A unit of deploy/systemd, as far as systemd would use it to start the process: tests start rooms by it, so what is delivered is what was run.
 *
 * @param command the words of its start line
 */
record SystemdUnit(String room, List<String> command) {
    private static final String INSTALLED = "/opt/garner/";
    private static final String START = "ExecStart=";

    /** Reads the unit of a room. */
    static SystemdUnit of(String room) {
        var file = folder().resolve("garner-" + room + ".service");
        var starts = lines(file).filter(line -> line.startsWith(START)).toList();
        if (starts.size() != 1) {
            throw new IllegalStateException("Expected one line %s in %s, but found %s".formatted(START, file, starts));
        }
        return new SystemdUnit(
                room, List.of(starts.getFirst().substring(START.length()).split(" +")));
    }

    /** The start line for a distribution that lies in this folder. */
    List<String> commandIn(Path distribution) {
        return command.stream()
                .map(word -> word.startsWith(INSTALLED)
                        ? distribution
                                .resolve(word.substring(INSTALLED.length()))
                                .toString()
                        : word)
                .toList();
    }

    /**
     * The sample of the environment file that all units read, with other values for some of its variables.
     *
     * @throws IllegalArgumentException when the sample does not name a variable: then an operator would not know of it
     */
    static Map<String, String> environment(Map<String, String> values) {
        var sample = lines(folder().resolve("garner.env.sample")).toList();
        var environment = new LinkedHashMap<String, String>();
        sample.stream()
                .filter(line -> !line.startsWith("#") && line.contains("="))
                .map(line -> line.split("=", 2))
                .forEach(pair -> environment.put(pair[0], pair[1]));
        values.forEach((name, value) -> {
            if (sample.stream().noneMatch(line -> line.contains(name))) {
                throw new IllegalArgumentException("garner.env.sample does not name " + name);
            }
            environment.put(name, value);
        });
        return environment;
    }

    private static Path folder() {
        return Clone.root().resolve("deploy/systemd");
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(String::strip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

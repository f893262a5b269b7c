package org.garner.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Serves one source until it is stopped, for benchmarks. Prints the source's address on a line of stdout when it answers; beside the source, {@code
 * /control} changes it (see {@link SimulatorControl}).
 *
 * <p>Options, each with a value: {@code --type} csw, dcatus or waf (csw), {@code --records} (20,000), {@code --bytes} of a record (25,000), {@code
 * --page-size} of the CSW (200), {@code --latency} before each reply in milliseconds (0), {@code --seed} (1), {@code --port} (8099; 0 for any free one).
 */
public final class SimulatorMain {
    private static final Map<String, String> USUAL = Map.of(
            "--type", "csw",
            "--records", "20000",
            "--bytes", Integer.toString(Records.USUAL_BYTES),
            "--page-size", "200",
            "--latency", "0",
            "--seed", "1",
            "--port", "8099");

    private SimulatorMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        var options = options(arguments);
        var source = source(options);
        source.latency(Duration.ofMillis(number(options, "--latency")));
        try (var simulator =
                Simulator.builder().with(source).controlled().start(Math.toIntExact(number(options, "--port")))) {
            System.out.println(simulator.uri(source));
            new CountDownLatch(1).await();
        }
    }

    private static SimulatedSource source(Map<String, String> options) {
        var records = new Records(
                Math.toIntExact(number(options, "--records")),
                number(options, "--seed"),
                Math.toIntExact(number(options, "--bytes")));
        var type = options.getOrDefault("--type", "");
        return switch (type) {
            case "csw" -> new SimulatedCsw("/csw", records).pageCap(Math.toIntExact(number(options, "--page-size")));
            case "dcatus" -> new SimulatedDataJson("/data.json", records);
            case "waf" -> new SimulatedWaf("/waf/", records, SimulatedWaf.Style.NGINX);
            default -> throw new IllegalArgumentException("--type is csw, dcatus or waf, but was '%s'".formatted(type));
        };
    }

    private static Map<String, String> options(String[] arguments) {
        var options = new HashMap<>(USUAL);
        for (var i = 0; i < arguments.length; i += 2) {
            if (!USUAL.containsKey(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("Options are %s, each with a value, but there was '%s'"
                        .formatted(USUAL.keySet(), arguments[i]));
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        return options;
    }

    private static long number(Map<String, String> options, String name) {
        try {
            return Long.parseLong(options.getOrDefault(name, ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("%s is a number, but was '%s'".formatted(name, options.get(name)), e);
        }
    }
}

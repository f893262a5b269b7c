package org.garner.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * On what and when was measured.
 *
 * @param loadBefore the system's load average of the last minute when the benchmark began; on a quiet machine under 0.5
 * @param version the commit, with a plus when the working tree was changed
 */
record Machine(
        String processor,
        int cores,
        long memoryBytes,
        String system,
        String java,
        double loadBefore,
        String version,
        Instant when) {

    static Machine here() {
        var bean = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                processorHere(),
                Runtime.getRuntime().availableProcessors(),
                bean.getTotalMemorySize(),
                "%s %s".formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
                "%s %s".formatted(System.getProperty("java.vm.name"), System.getProperty("java.runtime.version")),
                bean.getSystemLoadAverage(),
                commit(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    String describe() {
        return "%s, %d cores, %d GiB, %s, %s"
                .formatted(processor, cores, Math.round(memoryBytes / 1073741824.0), system, java);
    }

    private static String processorHere() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor";
        }
    }

    private static String commit() {
        var folder = Path.of("").toAbsolutePath();
        try (var git = Child.start(
                "git",
                List.of("git", "describe", "--always", "--dirty=+"),
                Map.of(),
                Files.createTempDirectory("garner-bench"))) {
            var line = git.line(Duration.ofSeconds(10));
            return line == null ? "unknown (no clone in " + folder + ")" : line;
        } catch (IOException | BenchmarkException e) {
            return "unknown";
        }
    }
}

package org.garner.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * CPU by stage. The stages run on virtual threads, whose CPU no counter tells apart; so the JVM is sampled by Flight Recorder, and each sample goes
 * to the stage whose package stands on its stack. What the JVM's own threads use (compiler, collector) is counted by the kernel and taken off first.
 */
final class StageSamples {
    private static final String NAME = "stages";

    /** In this order: an API call that reaches the index is the API's, an index change made by the follower is the index's. */
    private static final Map<String, String> STAGES = stages();

    private static final List<String> VM_THREADS =
            List.of("C1 Compiler", "C2 Compiler", "VM Thread", "VM Periodic", "GC Thread", "G1 ", "Sweeper");

    private final GarnerProcess garner;
    private final Path file;
    private final double vmBefore;

    private StageSamples(GarnerProcess garner, Path file) {
        this.garner = garner;
        this.file = file;
        this.vmBefore = vmThreads(garner.pid());
    }

    private static Map<String, String> stages() {
        var stages = new LinkedHashMap<String, String>();
        stages.put("org.garner.gather.", "gather");
        stages.put("org.garner.fetch.", "fetch");
        stages.put("org.garner.importer.", "import");
        stages.put("org.garner.catalog.api.", "search API");
        stages.put("org.garner.catalog.index.", "index");
        stages.put("org.garner.control.", "control");
        stages.put("org.apache.solr.", "index");
        stages.put("org.apache.lucene.", "index");
        stages.put("org.garner.", "orders and ledger");
        stages.put("org.apache.kafka.", "Kafka");
        stages.put("kafka.", "Kafka");
        stages.put("jdk.internal.net.http.", "HTTP client");
        stages.put("org.apache.tomcat.", "search API");
        stages.put("jdk.jfr.", "Flight Recorder");
        return stages;
    }

    static StageSamples start(GarnerProcess garner, Path file) {
        var command = new ArrayList<>(List.of("JFR.start", "name=" + NAME, "settings=none"));
        command.addAll(
                countsCpuTime()
                        ? List.of("+jdk.CPUTimeSample#enabled=true", "+jdk.CPUTimeSample#throttle=20ms")
                        : List.of("+jdk.ExecutionSample#enabled=true", "+jdk.ExecutionSample#period=20ms"));
        garner.diagnose(command.toArray(String[]::new));
        return new StageSamples(garner, file);
    }

    /** Java 25 on Linux samples by CPU time, native code too; before, only threads that run Java code are seen. */
    static boolean countsCpuTime() {
        return Runtime.version().feature() >= 25
                && System.getProperty("os.name").equals("Linux");
    }

    /**
     * CPU seconds by stage since the start.
     *
     * @param cpuSeconds what the process used in that time, by the kernel
     */
    Map<String, Double> stop(double cpuSeconds) {
        var vm = Math.max(0, vmThreads(garner.pid()) - vmBefore);
        garner.diagnose("JFR.stop", "name=" + NAME, "filename=" + file.toAbsolutePath());
        var samples = counts(file);
        var all =
                Math.max(1, samples.values().stream().mapToLong(Long::longValue).sum());
        var seconds = new TreeMap<String, Double>();
        samples.forEach((stage, count) -> seconds.put(stage, Math.max(0, cpuSeconds - vm) * count / all));
        seconds.put("JVM (compiler, collector)", vm);
        return seconds;
    }

    /** Samples by stage. */
    static Map<String, Long> counts(Path recording) {
        var counts = new TreeMap<String, Long>();
        try (var events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                var event = events.readEvent();
                if (event.getEventType().getName().endsWith("Sample")) {
                    counts.merge(stageOf(event), 1L, Long::sum);
                }
            }
            return counts;
        } catch (IOException e) {
            throw new BenchmarkException("The samples in %s could not be read: %s".formatted(recording, e), e);
        }
    }

    private static String stageOf(RecordedEvent sample) {
        var stack = sample.getStackTrace();
        if (stack == null || stack.getFrames().isEmpty()) {
            return "without a stack";
        }
        var classes = stack.getFrames().stream()
                .map(RecordedFrame::getMethod)
                .map(method -> method.getType().getName())
                .toList();
        return STAGES.entrySet().stream()
                .filter(stage -> classes.stream().anyMatch(name -> name.startsWith(stage.getKey())))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("other");
    }

    /** CPU seconds of the threads that run no Java code; 0 where there is no {@code /proc}. */
    private static double vmThreads(long pid) {
        var tasks = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(tasks)) {
            return 0;
        }
        try (var folders = Files.newDirectoryStream(tasks)) {
            var sum = 0.0;
            for (var folder : folders) {
                sum += ProcessUsage.cpuOfThread(
                        folder, name -> VM_THREADS.stream().anyMatch(name::startsWith));
            }
            return sum;
        } catch (IOException e) {
            return 0;
        }
    }
}

package org.garner.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run}: runs the benchmarks, prints what they found, and keeps it as JSON. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Measures Garner: end-to-end (harvests of a simulated source, beside a bare loop), memory (does it grow"
                + " with the source?), formats (JMH, steps of one record), api (package_search and package_show under"
                + " load), or all of them.",
            "Results go to benchmarks/results as JSON. Nothing else should run on the machine meanwhile."
        })
final class Benchmarks implements Callable<Integer> {
    /** The source types that can be measured. */
    static final List<String> TYPES = List.of("csw", "waf", "dcatus");

    /** What can be run. */
    enum Part {
        all,
        end_to_end,
        memory,
        formats,
        api,
        page
    }

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            defaultValue = "all",
            description = "all, end-to-end, memory, formats, api, or page (only writes the page).")
    private Part part = Part.all;

    @Option(
            names = "--type",
            split = ",",
            description = "csw, waf, dcatus; by default csw, and with all every one of them.")
    private @Nullable List<String> types;

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "Records of the source; by default 50000, for api 100000.")
    private @Nullable Integer records;

    @Option(names = "--bytes", paramLabel = "N", description = "Size of a record; by default 25000, for api 6000.")
    private @Nullable Integer bytes;

    @Option(
            names = "--page-size",
            paramLabel = "N",
            defaultValue = "200",
            description = "Records on a page of the CSW.")
    private int pageSize;

    @Option(
            names = "--latency",
            paramLabel = "MS",
            defaultValue = "0",
            description = "How long the source waits before each answer.")
    private int latency;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often end-to-end runs; the median is shown.")
    private int runs;

    @Option(names = "--heap", paramLabel = "SIZE", defaultValue = "1g", description = "Garner's -Xmx.")
    private String heap;

    @Option(names = "--no-floor", description = "Leaves the bare loop out.")
    private boolean withoutFloor;

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "10000,100000",
            description = "Sizes of the sources of memory.")
    private List<Integer> sizes;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "50", description = "Requests per second of api.")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long api puts load on each action.")
    private int seconds;

    @Option(names = "--only", paramLabel = "REGEX", defaultValue = "", description = "Which benchmarks of formats.")
    private String only;

    @Option(names = "--page", description = "Writes docs/BENCHMARKS.md anew from all results.")
    private boolean page;

    @Option(names = "--clone", hidden = true, description = "The project's folder.")
    private Path clone = Path.of("");

    @Option(
            names = "--garner",
            paramLabel = "FILE",
            description = "The garner command to measure; by default that of the distribution.")
    private @Nullable Path garner;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where data and logs of the runs go while they run; by default below the system's temporary"
                    + " folder.")
    private @Nullable Path data;

    public static void main(String[] arguments) {
        var command = new CommandLine(new Benchmarks())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Part.class, text -> Part.valueOf(text.replace('-', '_')))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    if (e instanceof BenchmarkException || e instanceof IllegalArgumentException) {
                        line.getErr().println("benchmarks: " + e.getMessage());
                        return 1;
                    }
                    throw e;
                });
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() {
        var results = new Results(clone.resolve("benchmarks/results"));
        var wanted = types == null ? part == Part.all ? TYPES : List.of("csw") : types;
        if (!TYPES.containsAll(wanted)) {
            throw new BenchmarkException("--type is one of %s, but was %s".formatted(TYPES, wanted));
        }
        for (var type : wanted) {
            part(Part.end_to_end, results, machine -> endToEnd(machine, type));
        }
        for (var type : wanted.subList(0, 1)) {
            part(Part.memory, results, machine -> memory(machine, type));
        }
        part(Part.formats, results, machine -> new Report.FormatReport(machine, FormatRun.run(only, 5)));
        part(Part.api, results, machine -> api(machine, wanted.getFirst()));
        if (page || part == Part.page) {
            var file = clone.resolve("docs/BENCHMARKS.md");
            results.writePage(file);
            say("Wrote %s".formatted(file));
        }
        return 0;
    }

    private void part(Part one, Results results, Function<Machine, Report> measured) {
        if (part != one && part != Part.all) {
            return;
        }
        var machine = Machine.here();
        if (machine.loadBefore() > 0.5) {
            say("The load average is %.2f: something else is running, and the figures will show it."
                    .formatted(machine.loadBefore()));
        }
        var report = measured.apply(machine);
        var out = spec.commandLine().getOut();
        report.section().forEach(out::println);
        out.println();
        out.flush();
        say("Kept in %s".formatted(results.keep(report)));
    }

    private Report endToEnd(Machine machine, String type) {
        var workload = workload(type, 50_000, 25_000);
        var done = new ArrayList<EndToEnd.Run>();
        var floors = new ArrayList<Floor.Result>();
        for (var run = 1; run <= runs; run++) {
            say("End to end, run %d of %d: %s ...".formatted(run, runs, workload.describe()));
            done.add(inFolder(setting -> EndToEnd.run(workload, setting)));
            done.getLast()
                    .scenarios()
                    .forEach(each -> say("  %-10s %,8.0f records/s in %.2f s, %.4f requests per record"
                            .formatted(
                                    each.name(), each.recordsPerSecond(), each.seconds(), each.requestsPerRecord())));
            if (!withoutFloor) {
                floors.add(inFolder(setting -> floor(workload, setting)));
                say("  %-10s %,8.0f records/s in %.2f s"
                        .formatted(
                                "floor",
                                floors.getLast().recordsPerSecond(),
                                floors.getLast().seconds()));
            }
        }
        return new Report.EndToEndReport(machine, workload, heap, StageSamples.countsCpuTime(), done, floors);
    }

    private static Floor.Result floor(Workload workload, EndToEnd.Setting setting) {
        try (var simulator = SimulatorProcess.start(workload, setting.folder())) {
            return Floor.measure(simulator, workload, setting);
        }
    }

    private Report memory(Machine machine, String type) {
        var workload = workload(type, sizes.getFirst(), 25_000);
        var found = new ArrayList<MemoryGrowth.Result>();
        for (var size : sizes) {
            say("Memory: %s ...".formatted(workload.of(size).describe()));
            found.add(inFolder(setting -> MemoryGrowth.run(workload.of(size), setting)));
        }
        return new Report.MemoryReport(machine, workload, heap, found);
    }

    private Report api(Machine machine, String type) {
        var workload = workload(type, 100_000, 6_000);
        say("API: filling the catalogue with %s ...".formatted(workload.describe()));
        return new Report.ApiReport(
                machine,
                workload,
                heap,
                inFolder(setting -> ApiLoad.run(workload, setting, rate, Duration.ofSeconds(seconds))));
    }

    private Workload workload(String type, int usualRecords, int usualBytes) {
        return new Workload(
                type,
                records == null ? usualRecords : records,
                bytes == null ? usualBytes : bytes,
                pageSize,
                latency,
                1);
    }

    /** In a folder of its own, which is kept only when the run fails: logs and samples then tell why. */
    private <T> T inFolder(Function<EndToEnd.Setting, T> run) {
        try {
            var parent = data == null ? Path.of(System.getProperty("java.io.tmpdir")) : Files.createDirectories(data);
            var folder = Files.createTempDirectory(parent, "garner-bench-");
            // As root, Postgres runs under another account, which has to walk through.
            folder.toFile().setExecutable(true, false);
            try {
                var result = run.apply(new EndToEnd.Setting(garner(), heap, folder));
                delete(folder);
                return result;
            } catch (RuntimeException e) {
                say("The logs of this run are in %s".formatted(folder));
                throw e;
            }
        } catch (IOException e) {
            throw new BenchmarkException("No folder for the data of a run: " + e.getMessage(), e);
        }
    }

    private List<String> garner() {
        var script = garner == null ? clone.resolve("command/target/dist/garner") : garner;
        if (!Files.isExecutable(script)) {
            throw new BenchmarkException("There is no garner command in %s: start by benchmarks/run, which builds it"
                    .formatted(script.toAbsolutePath()));
        }
        return List.of(script.toAbsolutePath().toString());
    }

    private static void delete(Path folder) throws IOException {
        // A server that is just ending removes files of its own meanwhile.
        for (var tries = 0; Files.exists(folder); tries++) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                if (tries == 20) {
                    throw e;
                }
                Waiting.pause(Duration.ofMillis(250));
            }
        }
    }

    private void say(String line) {
        var people = spec.commandLine().getErr();
        people.println(line);
        people.flush();
    }
}

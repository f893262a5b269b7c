package org.garner.bench;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the JMH benchmarks of the package {@code formats}. */
final class FormatRun {
    private FormatRun() {}

    /**
     * One step of a record's way.
     *
     * @param perSecond how many records one thread does in a second
     * @param error half of the 99.9 % confidence interval of that
     */
    record Step(String name, double perSecond, double error) {}

    /**
     * @param pattern which benchmarks, as JMH understands it
     * @param seconds how long each is measured, after a warm-up half as long
     */
    static List<Step> run(String pattern, int seconds) {
        var options = new OptionsBuilder()
                .include("org[.]garner[.]bench[.]formats[.].*" + pattern)
                .forks(1)
                .threads(1)
                .warmupIterations(Math.max(1, seconds / 2))
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(Math.max(2, seconds))
                .measurementTime(TimeValue.seconds(1))
                .jvmArgsAppend("-Xmx1g", "-XX:+UseSerialGC")
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            var steps = new ArrayList<Step>();
            for (var result : new Runner(options).run()) {
                var primary = result.getPrimaryResult();
                var name = result.getParams().getBenchmark();
                steps.add(new Step(
                        name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                        primary.getScore(),
                        primary.getScoreError()));
            }
            if (steps.isEmpty()) {
                throw new BenchmarkException("No benchmark of a format is named like '%s'".formatted(pattern));
            }
            return steps;
        } catch (RunnerException e) {
            throw new BenchmarkException("JMH could not run: " + e.getMessage(), e);
        }
    }
}

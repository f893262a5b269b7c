package org.garner.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the operating system has counted for a process. CPU everywhere; memory where there is a {@code /proc}. */
final class ProcessUsage {
    /** The unit of the times in {@code /proc}: the kernel shows them in hundredths of a second whatever its own tick is. */
    private static final double TICKS_PER_SECOND = 100;

    private ProcessUsage() {}

    /** CPU seconds of a process, its own only. */
    static double cpu(long pid) {
        return stat(pid)
                .map(fields -> ticks(fields, 11) + ticks(fields, 12))
                .orElseGet(() -> ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .map(time -> time.toNanos() / 1e9)
                        .orElse(0.0));
    }

    /** CPU seconds of a process, of those that it has started, and of those of them that have ended. */
    static double cpuOfTree(long pid) {
        return tree(pid)
                .mapToDouble(each -> cpu(each)
                        + stat(each)
                                .map(fields -> ticks(fields, 13) + ticks(fields, 14))
                                .orElse(0.0))
                .sum();
    }

    /** CPU seconds of one thread, given by its folder below {@code /proc}; 0 when its name is not wanted or it has ended. */
    static double cpuOfThread(Path task, Predicate<String> wanted) {
        return read(task.resolve("comm"))
                .filter(name -> wanted.test(name.strip()))
                .flatMap(name -> fields(task))
                .map(fields -> ticks(fields, 11) + ticks(fields, 12))
                .orElse(0.0);
    }

    /** The most memory that a process has ever had resident, in bytes; 0 where the system does not tell. */
    static long peakResident(long pid) {
        return kilobytes(Path.of("/proc", Long.toString(pid), "status"), "VmHWM:");
    }

    /** The memory of a process and of those that it has started, shared pages counted once, in bytes; 0 where the system does not tell. */
    static long proportionalOfTree(long pid) {
        return tree(pid)
                .mapToLong(each -> kilobytes(Path.of("/proc", Long.toString(each), "smaps_rollup"), "Pss:"))
                .sum();
    }

    private static Stream<Long> tree(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(ProcessHandle::pid);
    }

    /** The fields of {@code stat} after the name, which may hold blanks and brackets; the state is the first. */
    private static Optional<String[]> stat(long pid) {
        return fields(Path.of("/proc", Long.toString(pid)));
    }

    private static Optional<String[]> fields(Path folder) {
        return read(folder.resolve("stat"))
                .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" "));
    }

    private static double ticks(String[] fields, int place) {
        return Long.parseLong(fields[place]) / TICKS_PER_SECOND;
    }

    private static long kilobytes(Path file, String name) {
        return read(file).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(
                                line.substring(name.length()).replace("kB", "").strip())
                        * 1024)
                .findFirst()
                .orElse(0);
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            // No /proc on this system, or the process has ended meanwhile.
            return Optional.empty();
        }
    }
}

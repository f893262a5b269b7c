package org.garner.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Postgres server writes into {@code postmaster.pid} of its data folder.
 *
 * @param pid the server's process
 * @param data its data folder
 * @param status {@code starting}, {@code ready}, {@code stopping}; empty while the file is being written
 */
record PostmasterFile(long pid, Path data, String status) {
    private static final int STATUS_LINE = 7;

    static @Nullable PostmasterFile read(Path data) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(data.resolve("postmaster.pid"));
        } catch (NoSuchFileException e) {
            return null;
        }
        if (lines.size() < 2 || !lines.getFirst().strip().matches("\\d{1,18}")) {
            return null;
        }
        var status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "";
        return new PostmasterFile(Long.parseLong(lines.getFirst().strip()), data, status);
    }

    /** Whether that process lives and is a Postgres on this folder: a number may have been given to another program since. */
    boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> isOnOurData(process.info()))
                .isPresent();
    }

    private boolean isOnOurData(ProcessHandle.Info info) {
        var arguments = info.arguments();
        if (arguments.isPresent()) {
            return List.of(arguments.get()).contains(data.toString());
        }
        return info.command().orElse("").endsWith("postgres");
    }
}

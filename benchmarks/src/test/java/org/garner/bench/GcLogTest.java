package org.garner.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcLogTest {
    @TempDir
    private Path folder;

    @Test
    void pausesAreReadFromWhatTheCollectorsWrite() throws Exception {
        var file = folder.resolve("gc.log");
        Files.writeString(file, """
            [0.010s] Using Serial
            [1.500s] GC(0) Pause Young (Allocation Failure) 69M->12M(247M) 14.250ms
            [2.500s] GC(1) Pause Full (Diagnostic Command) 154M->61M(1024M) 170.125ms
            [3.500s] GC(2) Pause Young (Normal) (G1 Evacuation Pause) 23M->9M(256M) 3.500ms
            """);
        var log = new GcLog(file);
        assertThat(log.pauses())
                .containsExactly(
                        new GcLog.Pause(false, 12L << 20, 14.25),
                        new GcLog.Pause(true, 61L << 20, 170.125),
                        new GcLog.Pause(false, 9L << 20, 3.5));
        assertThat(log.lastFullBytes()).isEqualTo(61L << 20);
    }
}

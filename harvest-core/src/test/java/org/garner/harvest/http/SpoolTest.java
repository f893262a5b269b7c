package org.garner.harvest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpoolTest {
    private static final int MEMORY = 1 << 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "0, 1000",
        "1, 1000",
        "8192, 8192",
        "8193, 5000",
        "270336, 32768",
        "1048576, 32768",
        "1048577, 32768",
        "3000000, 7777"
    })
    void whatWentInComesOut(int size, int piece) throws IOException {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        try (var spool = new Spool(MEMORY, folder)) {
            for (int from = 0; from < size; from += piece) {
                var part = Arrays.copyOfRange(bytes, from, Math.min(size, from + piece));
                spool.write(Arrays.copyOf(part, piece), part.length);
            }
            var body = spool.body();
            assertThat(body.size()).isEqualTo(size);
            assertThat(body.bytes()).isEqualTo(bytes);
            assertThat(body.open().readAllBytes()).isEqualTo(bytes);
            body.close();
        }
    }
}

package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RisingTest {
    @Test
    void whatIsRemovedDoesNotMakeACounterFallAndWhatComesAfterwardsCounts() {
        var rising = new Rising();

        assertThat(rising.with(Map.of("succeeded", 10L))).isEqualTo(Map.of("succeeded", 10L));
        assertThat(rising.with(Map.of("succeeded", 4L))).isEqualTo(Map.of("succeeded", 10L));
        assertThat(rising.with(Map.of("succeeded", 6L, "failed", 1L)))
                .isEqualTo(Map.of("succeeded", 12L, "failed", 1L));
        assertThat(rising.with(Map.of("failed", 1L))).isEqualTo(Map.of("succeeded", 12L, "failed", 1L));
        assertThat(rising.with(Map.of("succeeded", 2L, "failed", 1L)))
                .isEqualTo(Map.of("succeeded", 14L, "failed", 1L));
    }
}

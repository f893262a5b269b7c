package org.garner.gather;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListingToldTest {
    @Test
    void aLongListingIsToldInFewLines() {
        assertThat(IntStream.rangeClosed(1, 120).filter(ListingTold::round))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100);
        assertThat(IntStream.rangeClosed(1, 10_000).filter(ListingTold::round)).hasSize(37);
    }
}

package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepTest {
    @ParameterizedTest(name = "{5}")
    @CsvSource({
        "0,   10,   1,   10, true,  an empty listing holds",
        "4,   10,   1,   10, true,  a listing under half of the last complete one holds",
        "5,   10,   1,   10, false, half of the last one is enough",
        "900, 1000, 100, 1000, false, ten per cent are let go",
        "899, 1000, 101, 1000, true, more than ten per cent and more than fifty hold",
        "450, 500,  50,  500, false, fifty are let go",
        "60,  100,  40,  100, false, forty per cent of a hundred are fewer than fifty",
        "49,  51,   51,  100, true, more than half of many hold",
        "2,   3,    1,   3, false, one of three is let go",
        "2,   2,    2,   3, false, of three any number is let go",
        "2,   2,    3,   4, true, three of four hold"
    })
    void aWithdrawalIsHeldWhenItIsSuspicious(
            long listed, long lastComplete, long missing, long before, boolean held, String why) {
        assertThat(Sweep.suspicious(listed, lastComplete, missing, before))
                .as(why)
                .isEqualTo(held);
    }
}

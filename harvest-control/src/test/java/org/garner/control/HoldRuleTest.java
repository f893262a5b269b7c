package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.garner.ledger.Holds.Figures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldRuleTest {
    @ParameterizedTest(name = "{5}")
    @CsvSource({
        "0,   10,   1,   10,   empty,       an empty listing holds",
        "4,   10,   1,   10,   halved,      a listing under half of the last complete one holds",
        "5,   10,   1,   10,   '',          half of the last one is enough",
        "900, 1000, 100, 1000, '',          ten per cent are let go",
        "899, 1000, 101, 1000, large_share, more than ten per cent and more than fifty hold",
        "450, 500,  50,  500,  '',          fifty are let go",
        "60,  100,  40,  100,  '',          forty per cent of a hundred are fewer than fifty",
        "49,  51,   51,  100,  large_share, more than half of many hold",
        "2,   3,    1,   3,    '',          one of three is let go",
        "2,   2,    2,   3,    '',          of three any number is let go",
        "2,   2,    3,   4,    most,        three of four hold"
    })
    void aWithdrawalIsHeldWhenItIsSuspicious(
            long listed, long lastComplete, long missing, long before, String rule, String why) {
        assertThat(held(new Figures(listed, lastComplete, before, missing, 0)))
                .as(why)
                .isEqualTo(rule);
    }

    @ParameterizedTest(name = "{4}")
    @CsvSource({
        "100, 100, 100, identifiers, all are gone and as many are new",
        "60,  100, 30,  identifiers, half as many as are gone is about as many",
        "60,  100, 29,  large_share, fewer are not",
        "60,  100, 120, identifiers, twice as many are",
        "60,  100, 121, large_share, more are not",
        "3,   3,   3,   '',          of three any number is let go",
        "40,  100, 40,  '',          what is not most is let go"
    })
    void newIdentifiersAreRecognised(long missing, long before, long appeared, String rule, String why) {
        assertThat(held(new Figures(before - missing + appeared, before, before, missing, appeared)))
                .as(why)
                .isEqualTo(rule);
    }

    @Test
    void aRuleSaysItsFigures() {
        var figures = new Figures(40, 120, 100, 60, 0);
        assertThat(HoldRule.HALVED.says(figures)).contains("40 records", "the 120 of the last");
        assertThat(HoldRule.LARGE_SHARE.says(figures)).contains("60 of 100", "10 %");
        assertThat(HoldRule.IDENTIFIERS.says(new Figures(100, 100, 100, 100, 100)))
                .contains("100 of 100 records have vanished and 100 new ones");
    }

    private static String held(Figures figures) {
        return HoldRule.of(figures).map(HoldRule::word).orElse("");
    }
}

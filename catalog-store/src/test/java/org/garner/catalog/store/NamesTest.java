package org.garner.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Bathing Waters 2024            | bathing-waters-2024
        Roads: A/B roads, v1.2         | roads-a-b-roads-v1-2
        Straße nach Ærøskøbing – Łódź  | strasse-nach-aeroskobing-lodz
        --- Flood   risk ---           | flood-risk
        under_score                    | under-score
        Müllabfuhr & Container (neu)   | mullabfuhr-container-neu
        x                              | x-
        Search                         | dataset-search
        """)
    void theIdealNameIsTheTitleInPlainLetters(String title, String name) {
        assertThat(Names.ideal(title)).isEqualTo(name);
    }

    @Test
    void aLongTitleIsCutButKeepsItsYears() {
        var words = "monitoring of everything ".repeat(20);

        assertThat(Names.ideal(words)).hasSize(95).startsWith("monitoring-of-everything-monitoring");
        assertThat(Names.ideal(words + "2023")).hasSizeLessThanOrEqualTo(95).endsWith("-2023");
        assertThat(Names.ideal(words + "2019/20")).hasSizeLessThanOrEqualTo(95).endsWith("-2019-20");
    }

    @Test
    void titlesOfOtherScriptsGetNamesOfTheirOwn() {
        assertThat(Names.ideal("水質")).startsWith("dataset-").isNotEqualTo(Names.ideal("土地"));
    }

    @Test
    void aNumberedNameNeverExceedsAHundredCharacters() {
        assertThat(Names.numbered("a".repeat(95), 7)).hasSize(96).endsWith("a7");
        assertThat(Names.numbered("a".repeat(95), 1234567)).hasSize(100).endsWith("a1234567");
    }
}

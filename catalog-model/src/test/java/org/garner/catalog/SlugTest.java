package org.garner.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SlugTest {
    @Test
    void aTitleBecomesLowerCaseWordsJoinedByDashes() {
        assertThat(slug("Country Parks (Scotland)")).isEqualTo("country-parks-scotland");
        assertThat(slug("A/B: c.d  &  _e_")).isEqualTo("a-b-c-d-e");
        assertThat(slug("Trees 1:500,000")).isEqualTo("trees-1-500000");
    }

    @Test
    void lettersGetTheirAsciiEquivalents() {
        assertThat(slug("Straße in Ærøskøbing, Łódź, Málaga")).isEqualTo("strasse-in-aeroskobing-lodz-malaga");
        assertThat(slug("Boundary-Line™ – GB")).isEqualTo("boundary-line-gb");
    }

    @Test
    void aLongTitleIsCutAndKeepsItsYear() {
        assertThat(slug("x".repeat(120))).isEqualTo("x".repeat(95));
        assertThat(slug("word ".repeat(30) + "2011"))
                .hasSizeLessThanOrEqualTo(95)
                .endsWith("-2011");
        assertThat(slug("word ".repeat(30) + "2011/12"))
                .hasSizeLessThanOrEqualTo(95)
                .endsWith("-2011-12");
    }

    @Test
    void aTitleOfAnotherScriptGetsTheSameNameEachTime() {
        assertThat(slug("土地利用"))
                .matches("dataset-[0-9a-f]{8}")
                .isEqualTo(slug("土地利用"))
                .isNotEqualTo(slug("土地"));
        assertThat(slug("x")).hasSize(2);
    }

    @Test
    void aTakenNameGetsANumberWithinTheLimit() {
        assertThat(Slug.of("trees").numbered(1).value()).isEqualTo("trees1");
        assertThat(new Slug("x".repeat(100)).numbered(999).value()).hasSize(100).endsWith("x999");
    }

    @Test
    void whatIsNoNameIsRefused() {
        assertThatThrownBy(() -> new Slug("Not a name")).hasMessageContaining("'Not a name'");
    }

    private static String slug(String title) {
        return Slug.of(title).value();
    }
}

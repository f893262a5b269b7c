package org.garner.catalog.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagsTest {
    private static final ReadingOptions CLEAN = new ReadingOptions(List.of("added"), Map.of(), false, true);

    @Test
    void keywordsStayAsTheyAreButForTheirLength() {
        var tags = Tags.of(List.of("Land cover", " Land cover ", "", "x".repeat(120)), ReadingOptions.PLAIN);
        assertThat(tags).containsExactly("Land cover", "x".repeat(100));
    }

    @Test
    void cleanTagsAreLowerCaseAsciiWordsJoinedByDashes() {
        assertThat(Tags.of(List.of("unicode ~# Äß", "a", "日本", "X".repeat(101)), CLEAN))
                .containsExactly("unicode--ass", "a_", "x".repeat(100), "added");
    }

    @Test
    void aCharacterOfTwoHalvesIsNotCut() {
        assertThat(Tags.of(List.of("x".repeat(99) + "😀"), ReadingOptions.PLAIN))
                .containsExactly("x".repeat(99));
    }
}

package org.garner.catalog.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state:active and dataset_type:dataset | state:active AND dataset_type:dataset",
                "name:a Or (name:b and not name:c) | name:a OR (name:b AND NOT name:c)",
                "title:\"roads and bridges\" and +state:active | title:\"roads and bridges\" AND +state:active",
                "metadata_modified:[NOW-7DAY/DAY TO NOW] and -extras_guid:* | metadata_modified:[NOW-7DAY/DAY TO NOW]"
                        + " AND -extras_guid:*",
                "title:(roads and bridges) or name:a | title:(roads and bridges) OR name:a",
                "extras_frequency-of-update:daily and state:active | extras_frequency-of-update:daily AND state:active",
            })
    void wordsBetweenFieldedClausesAreOperators(String asked, String meant) {
        assertThat(QueryText.withOperators(asked)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "title:roads and bridges",
                "roads and bridges",
                "title:\"roads and bridges\"",
                "and",
                "",
                "state:active and",
                "title:(roads and bridges)",
                "name:a AND name:b",
                "title:\"never closed and so on",
                "title:a\\ and\\ b",
            })
    void everythingElseIsLeftAsItIs(String asked) {
        assertThat(QueryText.withOperators(asked)).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{!xmlparser v='<a/>'}", "title:a {!func}x", "_query_:\"{!dismax}x\"", "_VAL_ : \"x\""})
    void nobodyChoosesAnotherParser(String asked) {
        assertThat(QueryText.forbidden(asked)).isPresent();
    }
}

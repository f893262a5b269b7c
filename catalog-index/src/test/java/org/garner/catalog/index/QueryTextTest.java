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
                "state:active and extras_harvest_object_id:[\"\" TO *] and dataset_type:dataset | state:active AND"
                        + " extras_harvest_object_id:[\"\" TO *] AND dataset_type:dataset",
                "*:* and not state:deleted | *:* AND NOT state:deleted",
                "not name:a | NOT name:a",
                "+(name:a or name:b)^2 and -(tags:\"c and d\"~2) | +(name:a OR name:b)^2 AND -(tags:\"c and d\"~2)",
                "title: (roads and bridges) and state: active | title: (roads and bridges) AND state: active",
                "name:/a or b/ and name:x\\ and\\ y | name:/a or b/ AND name:x\\ and\\ y",
                "name:a && name:b or name:c | name:a && name:b OR name:c",
                "metadata_modified:{* TO NOW] Or name:[a TO b} | metadata_modified:{* TO NOW] OR name:[a TO b}",
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
                "and name:a",
                "name:a and or name:b",
                "(name:a and) name:b",
                "state:active and dataset_type:dataset roads",
            })
    void everythingElseIsLeftAsItIs(String asked) {
        assertThat(QueryText.withOperators(asked)).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state:active and dataset_type:dataset roads | state:active AND dataset_type:dataset roads",
                "roads and state:active and name:a | roads and state:active AND name:a",
                "roads and bridges | roads and bridges",
                "name:a and not roads | name:a and not roads",
            })
    void betweenTwoFieldsTheyMayBeOperatorsWhateverElseIsAsked(String asked, String meant) {
        assertThat(QueryText.withOperatorsBetweenFields(asked)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not ", "and ", "x", "a:   ", "(", "+", "a:\"", "\\"})
    void longAndHostileQueriesCostNoMoreThanTheirLength(String piece) {
        var query = "name:a and " + piece.repeat(200_000) + " name:b";

        assertThat(QueryText.withOperatorsBetweenFields(query)).hasSameSizeAs(query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{!xmlparser v='<a/>'}", "title:a {!func}x", "_query_:\"{!dismax}x\"", "_VAL_ : \"x\""})
    void nobodyChoosesAnotherParser(String asked) {
        assertThat(QueryText.forbidden(asked)).isPresent();
    }
}

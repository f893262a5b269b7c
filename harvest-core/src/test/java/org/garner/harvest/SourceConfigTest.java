package org.garner.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceConfigTest {
    @Test
    void whatLooksLikeASecretIsNeverShown() throws Exception {
        var config = SourceConfig.parse("""
            {"api_key": "k-1", "nested": {"Password": "p"}, "list": ["https://u:p@host/x?token=t&y=1"], "page_size": 5}\
            """);
        assertThat(config.shown()).hasToString("""
            {"api_key":"***","list":["https://host/x?token=***&y=1"],"nested":{"Password":"***"},"page_size":5}\
            """);
        assertThat(config.toString()).doesNotContain("k-1");
        assertThat(config.json()).contains("k-1");
        assertThat(SourceConfig.NONE.shownText()).isEmpty();
    }

    @Test
    void anEditedCopyOfWhatWasShownKeepsTheSecrets() throws Exception {
        var held = SourceConfig.parse("{\"api_key\": \"k-1\", \"page_size\": 5}");
        var sentBack = SourceConfig.parse("{\"api_key\": \"***\", \"page_size\": 9}");
        assertThat(sentBack.withSecretsOf(held).json()).isEqualTo("{\"api_key\":\"k-1\",\"page_size\":9}");
        assertThat(SourceConfig.parse("{\"api_key\": \"k-2\"}")
                        .withSecretsOf(held)
                        .json())
                .isEqualTo("{\"api_key\":\"k-2\"}");
    }
}

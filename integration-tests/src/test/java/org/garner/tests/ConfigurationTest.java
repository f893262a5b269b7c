package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.garner.harvest.http.HttpSettings;
import org.garner.ledger.LivenessSettings;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The page of settings and the code say the same, and the environment reaches the settings by the names on the page. */
class ConfigurationTest {
    private final ConfigurationTable table = new ConfigurationTable(Clone.root());

    @Test
    void thePageOfSettingsIsWhatTheCodeSays() throws IOException {
        var page = Clone.root().resolve("docs/CONFIGURATION.md");
        if (Boolean.getBoolean("garner.configuration.write")) {
            Files.writeString(page, table.page());
        }
        assertThat(page)
                .as("run this test with -Dgarner.configuration.write=true, then look at the difference")
                .hasContent(table.page());
    }

    @Test
    void everySettingHasAMeaning() {
        assertThat(table.rows()).filteredOn(row -> row.meaning().isBlank()).isEmpty();
    }

    @Test
    void theDefaultsOfTheClientAreTheSameInACommandAndInARoom() {
        var bound = bound(Map.of()).bindOrCreate("garner.http", HttpSettings.class);

        assertThat(bound.times()).isEqualTo(HttpSettings.Times.DEFAULT);
        assertThat(bound.sizes()).isEqualTo(HttpSettings.Sizes.DEFAULT);
        assertThat(bound.retries()).isEqualTo(HttpSettings.Retries.DEFAULT);
        assertThat(bound.hosts()).isEqualTo(HttpSettings.Hosts.DEFAULT);
    }

    @Test
    void theEnvironmentReachesTheSettingsByTheNamesOnThePage() {
        var bound = bound(Map.of(
                "GARNER_LIVENESS_HEARTBEAT", "1s",
                "GARNER_LIVENESS_DEAD_AFTER", "3s",
                "GARNER_HTTP_TIMES_FIRST_BYTE", "7s",
                "GARNER_HTTP_HOSTS_AT_ONCE", "9"));

        var liveness = bound.bindOrCreate("garner.liveness", LivenessSettings.class);
        assertThat(liveness.heartbeat()).isEqualTo(Duration.ofSeconds(1));
        assertThat(liveness.deadAfter()).isEqualTo(Duration.ofSeconds(3));
        var http = bound.bindOrCreate("garner.http", HttpSettings.class);
        assertThat(http.times().firstByte()).isEqualTo(Duration.ofSeconds(7));
        assertThat(http.times().connect()).isEqualTo(HttpSettings.Times.DEFAULT.connect());
        assertThat(http.hosts().atOnce()).isEqualTo(9);
    }

    private static Binder bound(Map<String, Object> variables) {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        ConfigurationPropertySources.attach(environment);
        return Binder.get(environment);
    }
}

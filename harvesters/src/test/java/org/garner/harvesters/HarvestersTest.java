package org.garner.harvesters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.garner.harvest.HarvesterType;
import org.junit.jupiter.api.Test;

class HarvestersTest {
    @Test
    void findsTheTypesOnTheClassPath() {
        assertThat(Harvesters.onClassPath().all())
                .extracting(harvester -> harvester.type().value())
                .contains("csw", "waf")
                .doesNotHaveDuplicates();
    }

    @Test
    void namesTheKnownTypesWhenOneIsUnknown() {
        assertThatThrownBy(() -> Harvesters.onClassPath().byType(new HarvesterType("gopher")))
                .hasMessageStartingWith("No harvester could be found for source type gopher; known: ")
                .hasMessageContaining("csw, ")
                .hasMessageContaining("waf");
    }

    @Test
    void isQuickEnoughForACommand() {
        Harvesters.onClassPath();
        var start = System.nanoTime();
        Harvesters.onClassPath();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(400));
    }
}

package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.SimulatedDataJson;
import org.garner.simulator.SimulatedWaf;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The folder that takes large answers in is full: sources with such answers fail, with the reason, and no other source feels it. Takes root on
 * Linux.
 */
@ExtendWith(Installation.Extension.class)
@Tag("faults")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FullSpoolTest {
    private static final int LARGE_DOCUMENT = 10 << 20;

    private final Installation garner;

    FullSpoolTest(Installation garner) {
        this.garner = garner;
    }

    @Test
    void onlyTheSourcesWithLargeAnswersFailAndTheirNextJobsHeal() {
        // Up to 8 MiB an answer stays in memory: this listing and each of these documents has more.
        var listing =
                new SimulatedDataJson("/large-listing.json", Records.of(4000).seeded(91));
        var documents = new SimulatedWaf(
                "/large-documents", Records.of(3).seeded(92).sized(LARGE_DOCUMENT), SimulatedWaf.Style.NGINX);
        var small =
                new SimulatedCsw("/small-answers", Records.of(120).seeded(93).sized(6000));
        try (var ofListing = Simulator.builder().with(listing).start(0);
                var ofDocuments = Simulator.builder().with(documents).start(0);
                var ofSmall = Simulator.builder().with(small).start(0)) {
            try (var disk = SmallDisk.over(garner.spool(), 4 << 20)) {
                disk.fill();
                var failing = List.of(
                        garner.api().harvest("large-listing", "dcatus", ofListing.uri(listing)),
                        garner.api().harvest("large-documents", "waf", ofDocuments.uri(documents)));
                var untouched = garner.api().harvest("small-answers", "csw", ofSmall.uri(small));

                garner.awaitSettled(untouched, Duration.ofMinutes(1));
                new Exactness(garner).check(small, garner.ledger().sourceOf(untouched), List.of(untouched));
                for (var job : failing) {
                    garner.awaitSettled(job, Duration.ofMinutes(1));
                    var shown = garner.api().job(job);
                    assertThat(shown.path("outcome").asString()).as("%s", shown).isEqualTo("failed");
                    assertThat(garner.api().errors(job))
                            .as("errors of %s", shown)
                            .isNotEmpty()
                            .allMatch(error -> error.contains(garner.spool().toString()));
                }
            }
            for (var name : List.of("large-listing", "large-documents")) {
                var job = garner.api().startAgain(name);
                garner.awaitSettled(job, Duration.ofMinutes(2));
                var source = name.equals("large-listing") ? listing : documents;
                assertThat(garner.api().job(job).path("outcome").asString())
                        .as("%s", garner.api().job(job))
                        .isEqualTo("succeeded");
                assertThat(garner.ledger().outcomes(job)).containsOnlyKeys("added");
                assertThat(garner.ledger()
                                .holdings(garner.ledger().sourceOf(job))
                                .packages())
                        .isEqualTo(source.size());
            }
        }
    }
}

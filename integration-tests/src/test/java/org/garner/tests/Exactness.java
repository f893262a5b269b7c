package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.garner.simulator.SimulatedSource;

/**
 * The checker of the fault tests: compares what a source lists with what ledger, catalogue and index hold of it, record by record. A record that was
 * lost, or came twice, is named.
 */
final class Exactness {
    private static final Duration TO_BE_INDEXED = Duration.ofMinutes(2);

    private final Installation garner;
    private final Api api;

    Exactness(Installation garner) {
        this(garner, garner.api());
    }

    /** @param api of the control process that is to be asked */
    Exactness(Installation garner, Api api) {
        this.garner = garner;
        this.api = api;
    }

    /** The source is in the catalogue as it is now, and the counts of its jobs are those of their objects. */
    void check(SimulatedSource source, UUID sourceId, List<UUID> jobs) {
        var listed = new HashSet<>(source.ids());
        var ledger = garner.ledger();
        assertThat(ledger.heldGuids(sourceId))
                .as("guids in harvest_record")
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(listed);
        assertThat(ledger.packageGuids(sourceId))
                .as("guids of datasets")
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(listed);
        var holdings = ledger.holdings(sourceId);
        assertThat(holdings).isEqualTo(Ledger.Holdings.exactly(listed.size(), holdings.stated()));
        for (var job : jobs) {
            counts(job);
        }
        var packages = ledger.packageIds(sourceId);
        Await.until(
                TO_BE_INDEXED,
                () -> "the index to hold the %d datasets; %d changes wait%s"
                        .formatted(packages.size(), ledger.notSearchable(), garner.logs()),
                () -> ledger.notSearchable() == 0);
        assertThat(api.ids(sourceId))
                .as("ids that the search finds")
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(packages);
    }

    /** Law 2: every object has ended, once, and the counts that people read are theirs. */
    private void counts(UUID job) {
        var shown = api.job(job);
        var counts = api.counts(shown);
        var outcomes = garner.ledger().outcomes(job);
        assertThat(outcomes).as("job %s", job).doesNotContainKey("open");
        assertThat(counts.ended()).as("%s", shown).isEqualTo(counts.gathered());
        assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum())
                .as("objects of %s", shown)
                .isEqualTo(counts.gathered() + counts.deleted());
        assertThat(outcomes.getOrDefault("added", 0L)).isEqualTo(counts.added());
        assertThat(outcomes.getOrDefault("updated", 0L)).isEqualTo(counts.updated());
        assertThat(outcomes.getOrDefault("not modified", 0L)).isEqualTo(counts.unchanged());
        assertThat(outcomes.getOrDefault("deleted", 0L)).isEqualTo(counts.deleted());
    }
}

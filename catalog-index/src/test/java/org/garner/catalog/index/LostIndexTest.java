package org.garner.catalog.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.garner.catalog.Dataset;
import org.garner.embedded.EmbeddedSolr;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Solr has lost everything: the catalogue has it still. */
@Tag("faults")
class LostIndexTest {
    private static final int DATASETS = 30;

    @TempDir
    private Path folder;

    @Test
    void anEmptiedIndexIsFilledAgainByItself() {
        try (var db = new IndexedCatalogue()) {
            IntStream.range(0, DATASETS)
                    .forEach(i ->
                            db.put("record-" + i, Dataset.titled("Tides " + i).build()));
            assertThat(searchable(db, "before")).isEqualTo(DATASETS);

            assertThat(searchable(db, "after")).as("in another, empty Solr").isEqualTo(DATASETS);

            assertThat(db.source.drift(1).pending()).isZero();
        }
    }

    /** How many datasets are found in the Solr of this folder after it has followed the catalogue. */
    private long searchable(IndexedCatalogue db, String name) {
        try (var solr = EmbeddedSolr.start(folder.resolve(name), CkanConfigSet.CORE, CkanConfigSet::writeTo)) {
            var connection = SolrConnection.of(solr.client());
            var follower = new IndexFollower(db.source, 1, connection, db.site, new SimpleMeterRegistry());
            while (follower.runOnce() > 0) {
                // Until there is nothing left.
            }
            return ((SearchReply.Found) new SearchIndex(connection, db.site).search(SearchQuery.of("tides"))).count();
        }
    }
}

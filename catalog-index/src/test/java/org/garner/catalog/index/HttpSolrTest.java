package org.garner.catalog.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.garner.catalog.Dataset;
import org.garner.embedded.TestHttpSolr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpSolrTest {
    @TempDir
    private Path folder;

    @Test
    void followsAndSearchesOverHttpAndNoticesWhenTheServerIsGone() {
        var started = TestHttpSolr.start(folder, CkanConfigSet.CORE, CkanConfigSet::writeTo);
        assumeTrue(started.isPresent(), "the module http-solr has not been built: no Solr server to talk to");
        try (var server = started.get();
                var db = new IndexedCatalogue();
                var solr = SolrConnection.remote(new SolrSettings(server.url(), CkanConfigSet.CORE, null, null));
                var wrongCore = SolrConnection.remote(new SolrSettings(server.url(), "no-such-core", null, null))) {
            solr.requireSchema();
            assertThat(wrongCore.problem())
                    .hasValueSatisfying(problem ->
                            assertThat(problem).contains("no-such-core").contains("Does the core exist?"));
            var follower = new IndexFollower(db.source, 1, solr, db.site, new SimpleMeterRegistry());
            var search = new SearchIndex(solr, db.site);

            var id = db.put("a", Dataset.titled("Tide gauges of the coast").build());
            assertThat(follower.runOnce()).isEqualTo(1);
            assertThat(search.search(SearchQuery.of("gauge")))
                    .isInstanceOfSatisfying(
                            SearchReply.Found.class,
                            found -> assertThat(found.packages()).containsExactly(db.shown(id)));
            assertThat(search.search(SearchQuery.of("title:[broken"))).isInstanceOf(SearchReply.BadQuery.class);

            db.put("a", Dataset.titled("Tide tables of the coast").build());
            server.kill();
            assertThatThrownBy(follower::runOnce).isInstanceOf(IndexUnavailableException.class);
            assertThat(search.search(SearchQuery.all())).isInstanceOf(SearchReply.Unavailable.class);
            assertThat(db.source.drift(1).pending()).isEqualTo(1);
        }
    }
}

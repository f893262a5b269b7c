package org.garner.catalog.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.request.GenericSolrRequest;
import org.apache.solr.common.params.MapSolrParams;
import org.garner.catalog.Dataset;
import org.garner.catalog.store.PackageIndex;
import org.garner.embedded.EmbeddedSolr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFollowerTest {
    private final IndexedCatalogue db = new IndexedCatalogue();

    @AfterEach
    void drop() {
        db.close();
    }

    @Test
    void bringsAddedChangedAndWithdrawnPackagesIntoTheIndex() {
        var id = db.put("a", Dataset.titled("Tide gauges").build());
        assertThat(db.count("gauges")).isZero();
        db.follow();
        assertThat(db.find(SearchQuery.of("gauges")).packages()).containsExactly(db.shown(id));

        db.put("a", Dataset.titled("Tide tables").build());
        db.follow();
        assertThat(db.count("title:gauges")).isZero();
        assertThat(db.find(SearchQuery.of("tables")).packages()).containsExactly(db.shown(id));

        db.withdraw(id);
        db.follow();
        assertThat(db.count("*:*")).isZero();

        db.put("a", Dataset.titled("Tide tables").build());
        db.follow();
        assertThat(db.find(SearchQuery.of("name:tide-gauges")).packages()).containsExactly(db.shown(id));
    }

    @Test
    void writesNothingWhenNothingIsPending() throws Exception {
        db.put("a", Dataset.titled("Tide gauges").build());
        db.follow();
        var before = solrCounters();
        assertThat(db.follower.runOnce()).isZero();
        assertThat(db.source.pending(1, 10)).isEmpty();
        assertThat(solrCounters()).isEqualTo(before).isNotEmpty();
    }

    @Test
    void aDocumentThatIsNotOursKeepsNoChangeOut() throws Exception {
        var id = db.put("a", Dataset.titled("Tide gauges").build());
        var strange = new PackageDocument(db.site).of(db.source.pending(1, 10).getFirst());
        strange.setField("index_id", "strange-of-" + db.site);
        strange.setField("id", "no-uuid");
        IndexedCatalogue.SOLR.client().add(strange);
        IndexedCatalogue.SOLR.client().commit();

        db.follow();

        assertThat(db.find(SearchQuery.of("name:tide-gauges")).packages()).contains(db.shown(id));
        assertThat(db.source.drift(1).pending()).isZero();
    }

    @Test
    void anOlderRevisionThatComesLateChangesNothing() throws Exception {
        var id = db.put("a", Dataset.titled("Tide gauges").build());
        var late = db.source.pending(1, 10);
        db.put("a", Dataset.titled("Tide tables").build());
        db.follow();

        send(late);

        assertThat(db.count("title:gauges")).isZero();
        assertThat(db.find(SearchQuery.of("tables")).packages()).containsExactly(db.shown(id));
    }

    @Test
    void aPurgedPackageLeavesATombstoneThatKeepsItsOldVersionsOut() throws Exception {
        var id = db.put("a", Dataset.titled("Tide gauges").build());
        var late = db.source.pending(1, 10);
        db.follow();
        var revision = late.getFirst().revision() + 1;
        send(List.of(new PackageIndex.Entry(id.value(), revision, "purged", null)));
        assertThat(db.count("*:*")).isZero();

        send(late);

        assertThat(db.count("*:*")).isZero();
    }

    @Test
    void anIndexWithDocumentsOfAnOlderFormIsBroughtUpToDateWhileItServes() throws Exception {
        var id = db.put("a", Dataset.titled("Tide gauges").build());
        var entry = db.source.pending(1, 10).getFirst();
        var older = new PackageDocument(db.site).of(entry);
        older.setField("revision", entry.revision());
        older.setField("title", "Tide tables");
        IndexedCatalogue.SOLR.client().add(older);
        IndexedCatalogue.SOLR.client().commit();
        db.source.indexed(1, List.of(entry));
        db.jdbc.sql("update index_generation set content = 1").update();
        assertThat(db.count("title:tables")).isEqualTo(1);

        var follower = new IndexFollower(db.source, 1, IndexedCatalogue.SOLR, db.site, new SimpleMeterRegistry());
        assertThat(follower.runOnce()).isEqualTo(1);
        assertThat(follower.runOnce()).isZero();

        assertThat(db.find(SearchQuery.of("title:gauges")).packages()).containsExactly(db.shown(id));
        assertThat(new IndexFollower(db.source, 1, IndexedCatalogue.SOLR, db.site, new SimpleMeterRegistry()).runOnce())
                .isZero();
    }

    @Test
    void aDeletionWithoutARevisionIsRefused() {
        assertThatThrownBy(() -> IndexedCatalogue.SOLR.client().deleteById("anything"))
                .hasMessageContaining("del_revision");
    }

    @Test
    void tellsHowFarTheIndexIsBehind() {
        db.put("a", Dataset.titled("Tide gauges").build());
        assertThat(db.metrics.get("harvest.outbox.pending").gauge().value()).isEqualTo(1);
        assertThat(db.metrics.get("harvest.index.lag").timeGauge().value()).isPositive();
        db.follow();
        assertThat(db.metrics.get("harvest.outbox.pending").gauge().value()).isZero();
        assertThat(db.follower.lag()).isZero();
    }

    @Test
    void aPackageThatSolrRefusesFailsAlone(@TempDir Path folder) {
        for (var i = 0; i < 20; i++) {
            db.put(
                    "guid-" + i,
                    Dataset.titled("Number " + i)
                            .version(i == 13 ? "thirteen" : "13")
                            .build());
        }
        try (var strict = EmbeddedSolr.start(folder, CkanConfigSet.CORE, IndexFollowerTest::withNumbersForVersions)) {
            var solr = SolrConnection.of(strict.client());
            var follower = new IndexFollower(db.source, 1, solr, db.site, new SimpleMeterRegistry());

            assertThat(follower.runOnce()).isEqualTo(20);
            assertThat(follower.runOnce()).isZero();

            assertThat(((SearchReply.Found) new SearchIndex(solr, db.site).search(SearchQuery.all())).count())
                    .isEqualTo(19);
            assertThat(db.source.drift(1).refused()).isEqualTo(1);
            assertThat(db.jdbc
                            .sql("select refusal from package_index where refusal is not null")
                            .query(String.class)
                            .single())
                    .contains("thirteen");
        }
    }

    @Test
    void keepsWhatIsPendingWhileSolrDoesNotAnswer() {
        db.put("a", Dataset.titled("Tide gauges").build());
        var nowhere = SolrConnection.remote(
                new SolrSettings(URI.create("http://127.0.0.1:1/solr"), CkanConfigSet.CORE, null, null));
        try (nowhere) {
            var follower = new IndexFollower(db.source, 1, nowhere, db.site, new SimpleMeterRegistry());
            assertThatThrownBy(follower::runOnce)
                    .isInstanceOf(IndexUnavailableException.class)
                    .hasMessageContaining("http://127.0.0.1:1/solr/ckan");
            assertThat(nowhere.problem()).isPresent();
            assertThat(new SearchIndex(nowhere, db.site).search(SearchQuery.all()))
                    .isInstanceOf(SearchReply.Unavailable.class);
        }
        assertThat(db.source.drift(1).pending()).isEqualTo(1);
    }

    @Test
    void refusesACoreWithAnotherSchemaByName(@TempDir Path folder) {
        assertThat(IndexedCatalogue.SOLR.problem()).isEmpty();
        try (var older = EmbeddedSolr.start(folder, CkanConfigSet.CORE, IndexFollowerTest::ofVersionZero)) {
            assertThatThrownBy(() -> SolrConnection.of(older.client()).requireSchema())
                    .isInstanceOf(IndexUnavailableException.class)
                    .hasMessageContaining("version 0")
                    .hasMessageContaining("reload");
        }
    }

    private void send(List<PackageIndex.Entry> entries) throws Exception {
        var documents = new PackageDocument(db.site);
        IndexedCatalogue.SOLR.client().add(entries.stream().map(documents::of).toList());
        IndexedCatalogue.SOLR.client().commit();
    }

    /** How often Solr has added, deleted and committed; its rates are left out, for they change by themselves. */
    private static List<String> solrCounters() throws Exception {
        var params = new MapSolrParams(Map.of("stats", "true", "cat", "UPDATE"));
        var request = new GenericSolrRequest(SolrRequest.METHOD.GET, "/admin/mbeans", params);
        var beans = IndexedCatalogue.SOLR.client().request(request).get("solr-mbeans");
        return Pattern.compile("(?:[aA]dds|[cC]ommits|[dD]eletes\\w+|requests)(?:\\.count)?=\\d+")
                .matcher(String.valueOf(beans))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static void withNumbersForVersions(Path conf) {
        rewrite(conf, "schema.xml", "name=\"version\" type=\"string\"", "name=\"version\" type=\"int\"");
    }

    private static void ofVersionZero(Path conf) {
        rewrite(conf, "solrconfig.xml", "garner.schema\">2<", "garner.schema\">0<");
    }

    private static void rewrite(Path conf, String file, String from, String to) {
        CkanConfigSet.writeTo(conf);
        try {
            var text = Files.readString(conf.resolve(file));
            assertThat(text).contains(from);
            Files.writeString(conf.resolve(file), text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

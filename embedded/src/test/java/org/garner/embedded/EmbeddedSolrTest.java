package org.garner.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.solr.client.solrj.SolrQuery;
import org.apache.solr.common.SolrInputDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedSolrTest {
    @TempDir
    private Path folder;

    @Test
    void keepsItsIndexOverARestart() throws Exception {
        try (var first = EmbeddedSolr.start(folder, "things", SmallSolrConfig::writeTo)) {
            first.client().add(new SolrInputDocument("id", "1", "title", "roads"));
            first.client().commit();
        }
        try (var second = EmbeddedSolr.start(folder, "things", SmallSolrConfig::writeTo)) {
            assertThat(count(second, "title:roads")).isEqualTo(1);
        }
    }

    @Test
    void namesTheCoreWhoseConfigurationIsBroken() {
        assertThatThrownBy(() -> EmbeddedSolr.start(folder, "things", conf -> {
                    SmallSolrConfig.writeTo(conf);
                    try {
                        Files.writeString(
                                conf.resolve("schema.xml"),
                                "<schema name='broken'><field name='id' type='?'/></schema>");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("'things'")
                .hasMessageContaining(folder.toString());
    }

    static long count(EmbeddedSolr solr, String query) throws Exception {
        return solr.client().query(new SolrQuery(query)).getResults().getNumFound();
    }
}

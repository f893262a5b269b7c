package org.garner.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedStackTest {
    private Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        folder = ChildJvm.openFolder("stack-test-");
    }

    @AfterEach
    void deleteFolder() throws IOException {
        Folders.delete(folder);
    }

    @Test
    void startsAllThreeTwiceInARowOnTheSameFolder() throws Exception {
        for (var round = 1; round <= 2; round++) {
            try (var data = DataFolder.claim(folder);
                    var stack = EmbeddedStack.start(data, "things", SmallSolrConfig::writeTo)) {
                var postgres = stack.postgres();
                DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password())
                        .close();
                assertThat(stack.kafka().bootstrapServers()).startsWith("127.0.0.1:");
                assertThat(EmbeddedSolrTest.count(stack.solr(), "*:*")).isZero();
            }
        }
    }

    @Test
    void stopsTheOthersWhenOneDoesNotStart() throws Exception {
        Files.writeString(folder.resolve("solr"), "a file where a folder should be");
        try (var data = DataFolder.claim(folder)) {
            assertThatThrownBy(() -> EmbeddedStack.start(data, "things", SmallSolrConfig::writeTo))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("Solr");
            assertThat(folder.resolve("postgres/data")).isDirectory();
            assertThat(folder.resolve("postgres/data/postmaster.pid")).doesNotExist();
        }
    }
}

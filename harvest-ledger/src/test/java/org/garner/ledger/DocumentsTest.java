package org.garner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.garner.ledger.Documents.Packed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    private final LedgerDatabase database = new LedgerDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aDocumentIsStoredOnceAndComesBackAsItWas() {
        var text = "<record>".repeat(2000).getBytes(StandardCharsets.UTF_8);
        var packed = Packed.of(text);
        database.documents.put(List.of(packed, packed, Packed.of(new byte[0])));
        database.documents.put(List.of(packed));
        var rows = database.jdbc
                .sql("select content, size from harvest_document order by size desc")
                .query((row, number) -> Documents.inflate(row.getBytes("content"), row.getInt("size")))
                .list();
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst()).isEqualTo(text);
        assertThat(packed.deflated().length).isLessThan(text.length / 10);
    }
}

package org.garner.catalog.index;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.impl.BinaryRequestWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request's body in one piece. Written piece by piece, as it is by default, the body of a request whose connection fails has a thread of the client
 * wait for a reader who never comes, one thread and one batch of documents with every attempt, until the client is closed.
 */
final class WholeBodyWriter extends BinaryRequestWriter {
    @Override
    public @Nullable ContentWriter getContentWriter(SolrRequest<?> request) {
        var pieces = super.getContentWriter(request);
        if (pieces == null) {
            return null;
        }
        var body = new ByteArrayOutputStream();
        try {
            pieces.write(body);
        } catch (IOException e) {
            throw new IllegalStateException("A request to Solr could not be written", e);
        }
        return new ContentWriter() {
            @Override
            public void write(OutputStream out) throws IOException {
                body.writeTo(out);
            }

            @Override
            public String getContentType() {
                return pieces.getContentType();
            }
        };
    }
}

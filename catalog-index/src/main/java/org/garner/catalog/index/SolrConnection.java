package org.garner.catalog.index;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.solr.client.solrj.SolrClient;
import org.apache.solr.client.solrj.SolrQuery;
import org.apache.solr.client.solrj.SolrServerException;
import org.apache.solr.client.solrj.impl.BaseHttpSolrClient.RemoteSolrException;
import org.apache.solr.client.solrj.impl.HttpJdkSolrClient;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.util.NamedList;
import org.jspecify.annotations.Nullable;

/** The way to the core: over HTTP, or to a Solr inside this process. Safe for several threads. */
public final class SolrConnection implements AutoCloseable {
    private static final long CONNECT_SECONDS = 5;
    private static final long REQUEST_SECONDS = 60;

    private final SolrClient client;
    private final String address;

    private SolrConnection(SolrClient client, String address) {
        this.client = client;
        this.address = address;
    }

    public static SolrConnection remote(SolrSettings settings) {
        var builder = new HttpJdkSolrClient.Builder(settings.url().toString());
        builder.withDefaultCollection(settings.collection())
                .withConnectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .withRequestTimeout(REQUEST_SECONDS, TimeUnit.SECONDS)
                .withRequestWriter(new WholeBodyWriter())
                .useHttp1_1(true);
        if (settings.user() != null && settings.password() != null) {
            builder.withBasicAuthCredentials(settings.user(), settings.password());
        }
        return new SolrConnection(builder.build(), "Solr at " + settings);
    }

    /** A client that somebody else opened, with the core as its default collection; closing this connection closes the client. */
    public static SolrConnection of(SolrClient client) {
        return new SolrConnection(client, "the embedded Solr");
    }

    SolrClient client() {
        return client;
    }

    /** Why the index cannot be used at this moment, as a sentence; empty when it answers and has the right schema. */
    public Optional<String> problem() {
        try {
            requireSchema();
            return Optional.empty();
        } catch (IndexUnavailableException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns when the core answers and has the schema of this version.
     *
     * @throws IndexUnavailableException otherwise, with the reason and what to do
     */
    public void requireSchema() {
        @Nullable Object found;
        try {
            var query = new SolrQuery("*:*").setRows(0).setParam("echoParams", "all");
            var header = client.query(query).getResponseHeader();
            found = header.get("params") instanceof NamedList<?> params ? params.get("garner.schema") : null;
        } catch (SolrServerException | IOException | SolrException e) {
            throw unavailable(e);
        }
        if (!Integer.toString(CkanConfigSet.SCHEMA_VERSION).equals(found)) {
            throw new IndexUnavailableException(
                    "%s answers, but its configuration is %s, not version %d of Garner's. Give the core the files of solr/ckan/conf and reload it; what it holds is then brought up to date by itself."
                            .formatted(
                                    address,
                                    found == null ? "not Garner's" : "version " + found,
                                    CkanConfigSet.SCHEMA_VERSION),
                    null);
        }
    }

    IndexUnavailableException unavailable(Throwable e) {
        var status = answer(e).map(SolrException::code).orElse(0);
        var hint = status == 404
                ? "Does the core exist? Create it with the files of solr/ckan/conf"
                : status == 401 || status == 403 ? "Check user and password" : "Check that it runs and its log";
        return new IndexUnavailableException(
                "%s could not be used: %s. %s; what is pending is indexed when it answers again."
                        .formatted(address, reason(e), hint),
                e);
    }

    /** Whether it was Solr that refused the request for what it says; something between that answers so does not have Solr's words. */
    static boolean refused(Throwable e) {
        return answer(e)
                .filter(solr -> solr.code() == SolrException.ErrorCode.BAD_REQUEST.code)
                .filter(solr -> !(solr instanceof RemoteSolrException) || solr.getMetadata() != null)
                .isPresent();
    }

    /** What was answered, with its status; nothing when no answer came. */
    private static Optional<SolrException> answer(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof SolrException solr) {
                return Optional.of(solr);
            }
        }
        return Optional.empty();
    }

    /** The innermost message: the ones around it only say that something failed. */
    static String reason(Throwable e) {
        var innermost = e;
        for (Throwable each = e; each != null; each = each.getCause()) {
            innermost = each;
        }
        var message = innermost.getMessage();
        return message == null || message.isBlank() ? innermost.toString() : message.strip();
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new IllegalStateException("The connection to %s could not be closed".formatted(address), e);
        }
    }
}

package org.garner.catalog.index;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a Solr server is.
 *
 * @param url the server's address with its context path, such as {@code http://solr:8983/solr}
 * @param collection the core or collection
 * @param user for basic authentication, if the server wants it
 * @param password belongs to the user
 */
public record SolrSettings(
        URI url,
        String collection,
        @Nullable String user,
        @Nullable String password) {
    public SolrSettings {
        if (url.getScheme() == null || !url.getScheme().matches("https?") || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "Solr's address is an http or https URL such as http://solr:8983/solr, but was '%s'"
                            .formatted(url));
        }
        if (collection.isBlank() || !collection.matches("[A-Za-z0-9_.-]+")) {
            throw new IllegalArgumentException(
                    "The name of a Solr collection is letters, digits, '_', '.' and '-', but was '%s'"
                            .formatted(collection));
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("Solr's user and password are given together or not at all");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "%s/%s%s".formatted(url, collection, user == null ? "" : " as " + user);
    }
}

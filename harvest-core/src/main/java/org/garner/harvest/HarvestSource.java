package org.garner.harvest;

import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A remote catalogue that is harvested.
 *
 * @param id its id in the ledger
 * @param name its unique short name
 * @param url where it answers
 * @param title its title for people
 * @param type which harvester reads it
 * @param config the settings of that harvester
 * @param ownerOrg the publisher that owns its datasets, if any
 */
public record HarvestSource(
        UUID id,
        String name,
        URI url,
        String title,
        HarvesterType type,
        SourceConfig config,
        @Nullable String ownerOrg) {

    /** The host that its requests share a budget on, in lower case, with the port when it is not the usual one. */
    public String host() {
        return hostOf(url);
    }

    /** The host of an address as {@link #host()} writes it. */
    public static String hostOf(URI url) {
        var host = url.getHost() == null ? "" : url.getHost().toLowerCase(java.util.Locale.ROOT);
        return url.getPort() < 0 ? host : host + ":" + url.getPort();
    }
}

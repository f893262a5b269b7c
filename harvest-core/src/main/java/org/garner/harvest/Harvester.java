package org.garner.harvest;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceReply;

/**
 * One source type: how its records are listed and fetched. Stateless and safe for many threads; everything that outlives a call is in the
 * cursor or the ledger.
 */
public interface Harvester {
    HarvesterType type();

    /** Its name for people who choose among the types. */
    default String title() {
        return type().value();
    }

    /** One sentence on what it harvests, for the same people. */
    default String description() {
        return "";
    }

    /** Further names under which sources of this type are known elsewhere, such as CKAN's. */
    default Set<HarvesterType> aliases() {
        return Set.of();
    }

    /** True when one document is the whole source: listed from the bytes of a single GET, so that a file of it can be read without a source. */
    default boolean inOneDocument() {
        return false;
    }

    /**
     * Refuses settings that this type cannot use.
     *
     * @throws InvalidConfigException which member is wrong, and what it should be
     */
    void check(SourceConfig config) throws InvalidConfigException;

    /** True when this reply to a plain GET of a URL shows that the URL is a source of this type. */
    boolean recognises(SourceReply reply);

    /**
     * Further addresses that tell whether a URL is a source of this type, when a plain GET of it does not: for example its capabilities.
     */
    default List<URI> probes(URI url) {
        return List.of();
    }

    /**
     * Lists one page.
     *
     * @throws SourceException when the page could not be had at all; the listing then ends as failed or, after the first page, as partial
     */
    ListingPage list(ListingRequest request, SourceClient client) throws SourceException, InterruptedException;

    /** How many records one fetch order may name: what the protocol answers at once, 1 to 50. */
    int fetchBatch();

    /**
     * Fetches documents; one result for each record asked for. A record that fails is a {@link Fetched.Failed}.
     *
     * @throws SourceException when nothing could be fetched for a reason that is not the records' (the host is down)
     */
    List<Fetched> fetch(HarvestSource source, List<RecordRef> records, SourceClient client)
            throws SourceException, InterruptedException;

    /** Asks the source for records that a complete listing did not name, before they are withdrawn. */
    Map<RecordKey, Presence> confirm(HarvestSource source, List<RecordRef> missing, SourceClient client)
            throws SourceException, InterruptedException;
}

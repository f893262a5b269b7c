package org.garner.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.garner.harvest.Fetched;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Harvester;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.ListingPage;
import org.garner.harvest.ListingRequest;
import org.garner.harvest.Presence;
import org.garner.harvest.RecordKey;
import org.garner.harvest.RecordRef;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceReply;

/** A source that is only ever asked for missing records. */
final class AskedSource implements Harvester {
    static final HarvesterType TYPE = new HarvesterType("asked");

    private final int fetchBatch;
    private final Function<String, Presence> presence;

    /** @param presence what it answers, by the name of the record */
    AskedSource(int fetchBatch, Function<String, Presence> presence) {
        this.fetchBatch = fetchBatch;
        this.presence = presence;
    }

    @Override
    public HarvesterType type() {
        return TYPE;
    }

    @Override
    public void check(SourceConfig config) {}

    @Override
    public boolean recognises(SourceReply reply) {
        return false;
    }

    @Override
    public ListingPage list(ListingRequest request, SourceClient client) {
        throw new UnsupportedOperationException("The test lists");
    }

    @Override
    public int fetchBatch() {
        return fetchBatch;
    }

    @Override
    public List<Fetched> fetch(HarvestSource source, List<RecordRef> records, SourceClient client) {
        throw new UnsupportedOperationException("The test fetches");
    }

    @Override
    public Map<RecordKey, Presence> confirm(HarvestSource source, List<RecordRef> missing, SourceClient client) {
        var answers = new HashMap<RecordKey, Presence>();
        missing.forEach(
                each -> answers.put(each.key(), presence.apply(each.key().value())));
        return answers;
    }
}

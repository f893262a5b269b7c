package org.garner.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/** A source that is only ever asked for missing records, and denies each of them. */
final class DenyingSource implements Harvester {
    static final HarvesterType TYPE = new HarvesterType("denying");

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
        return 2;
    }

    @Override
    public List<Fetched> fetch(HarvestSource source, List<RecordRef> records, SourceClient client) {
        throw new UnsupportedOperationException("The test fetches");
    }

    @Override
    public Map<RecordKey, Presence> confirm(HarvestSource source, List<RecordRef> missing, SourceClient client) {
        var answers = new HashMap<RecordKey, Presence>();
        missing.forEach(each -> answers.put(each.key(), Presence.GONE));
        return answers;
    }
}

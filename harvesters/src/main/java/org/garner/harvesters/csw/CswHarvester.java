package org.garner.harvesters.csw;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.garner.harvest.Fetched;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Harvester;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.InvalidConfigException;
import org.garner.harvest.ListingPage;
import org.garner.harvest.ListingRequest;
import org.garner.harvest.Presence;
import org.garner.harvest.RecordKey;
import org.garner.harvest.RecordRef;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceReply;
import org.garner.harvesters.Configured;
import org.garner.harvesters.Glance;
import org.springframework.stereotype.Component;

/**
 * CSW 2.0.2. The first page decides: where a server puts whole ISO records into its pages, they are taken from there, many in one request; else the
 * pages give identifiers with dates, and only new and changed records are asked for, by lists of ids.
 */
@Component
class CswHarvester implements Harvester {
    private static final HarvesterType TYPE = new HarvesterType("csw");
    private static final int IDS_IN_ONE_REQUEST = 50;
    private static final Set<String> ANSWERS =
            Set.of("Capabilities", RecordsPage.GET_RECORDS, RecordsPage.GET_RECORD_BY_ID);

    @Override
    public HarvesterType type() {
        return TYPE;
    }

    @Override
    public String title() {
        return "CSW server";
    }

    @Override
    public String description() {
        return "A catalogue service (OGC CSW 2.0.2) with ISO 19139 records";
    }

    @Override
    public void check(SourceConfig config) throws InvalidConfigException {
        CswSettings.of(config);
    }

    @Override
    public boolean recognises(SourceReply reply) {
        var glance = Glance.at(reply);
        if (glance.form() != Glance.Form.XML) {
            return false;
        }
        var namespace = CswReplies.rootNamespace(reply);
        return (ANSWERS.contains(glance.root()) && namespace.startsWith("http://www.opengis.net/cat/csw"))
                || (glance.root().equals("ExceptionReport") && namespace.startsWith("http://www.opengis.net/ows"))
                || Csw.asksForCsw(reply.uri());
    }

    @Override
    public List<URI> probes(URI url) {
        return List.of(Csw.capabilities(url));
    }

    @Override
    public ListingPage list(ListingRequest request, SourceClient client) throws SourceException, InterruptedException {
        var listing = new CswListing(request.source().url(), settings(request.source()), client);
        return request.from().atStart() ? listing.first() : listing.next(CswCursor.of(request.from()));
    }

    @Override
    public int fetchBatch() {
        return IDS_IN_ONE_REQUEST;
    }

    @Override
    public List<Fetched> fetch(HarvestSource source, List<RecordRef> records, SourceClient client)
            throws SourceException, InterruptedException {
        var fetched = new ArrayList<Fetched>();
        for (var asked : byWay(records).entrySet()) {
            var byId = new RecordsById(asked.getKey(), settings(source), client);
            byId.of(asked.getValue()).forEach((id, answer) -> fetched.add(RecordsById.fetched(id, answer)));
        }
        return fetched;
    }

    @Override
    public Map<RecordKey, Presence> confirm(HarvestSource source, List<RecordRef> missing, SourceClient client)
            throws SourceException, InterruptedException {
        var presences = new LinkedHashMap<RecordKey, Presence>();
        var listed = new CswListing(source.url(), settings(source).withPage(1), client)
                .first()
                .records();
        var known = listed.isEmpty() ? null : listed.getFirst().key().value();
        for (var asked : byWay(missing).entrySet()) {
            new Confirmation(new RecordsById(asked.getKey(), settings(source), client), known)
                    .of(asked.getValue())
                    .forEach((id, presence) -> presences.put(new RecordKey(id), presence));
        }
        return presences;
    }

    /** Records whose links differ in nothing but the id can be asked for together. */
    private static Map<GetRecordById, List<String>> byWay(List<RecordRef> records) {
        var ways = new LinkedHashMap<GetRecordById, List<String>>();
        for (var record : records) {
            ways.computeIfAbsent(GetRecordById.of(record.url()), way -> new ArrayList<>())
                    .add(record.key().value());
        }
        return ways;
    }

    private static CswSettings settings(HarvestSource source) throws SourceException {
        return Configured.by(CswSettings::of, source);
    }
}

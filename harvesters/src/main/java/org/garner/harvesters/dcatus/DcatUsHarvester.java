package org.garner.harvesters.dcatus;

import java.io.IOException;
import java.net.URI;
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
 * A data.json of Project Open Data 1.1 (DCAT-US 1.1): one document, of up to 4 GiB, that holds all datasets. It is spooled once for a listing; a first pass
 * finds out what it is and which of its datasets are collections, and the pages are then read from the spooled bytes.
 */
@Component
class DcatUsHarvester implements Harvester {
    private static final HarvesterType TYPE = new HarvesterType("dcatus");
    private static final int RECORDS_IN_ONE_ORDER = 50;

    @Override
    public HarvesterType type() {
        return TYPE;
    }

    @Override
    public String title() {
        return "data.json (DCAT-US 1.1)";
    }

    @Override
    public String description() {
        return "All datasets of a catalogue in one JSON document, as Project Open Data 1.1 has it";
    }

    @Override
    public Set<HarvesterType> aliases() {
        return Set.of(new HarvesterType("datajson"));
    }

    @Override
    public boolean inOneDocument() {
        return true;
    }

    @Override
    public void check(SourceConfig config) throws InvalidConfigException {
        DcatUsSettings.of(config);
    }

    /** A catalogue says what it conforms to, before its datasets or after them. One of DCAT-US 3.0 is taken too, so that it is refused by name. */
    @Override
    public boolean recognises(SourceReply reply) {
        if (Glance.at(reply).form() != Glance.Form.JSON) {
            return false;
        }
        try {
            var index = CatalogueIndex.of(reply.body(), reply.uri(), DcatUsSettings.NONE);
            return index.first() != null && Standard.of(index.conformsTo()).isDcatUs();
        } catch (IOException e) {
            return false;
        }
    }

    /** The place that the rules of the U.S. government name: /data.json at the root of a site. */
    @Override
    public List<URI> probes(URI url) {
        return isSite(url) ? List.of(url.resolve("/data.json")) : List.of();
    }

    @Override
    public ListingPage list(ListingRequest request, SourceClient client) throws SourceException, InterruptedException {
        try (var document = open(request.source(), client)) {
            return new DcatUsListing(document).page(request.from());
        } catch (IOException e) {
            throw DataJson.lost(address(request.source()), e);
        }
    }

    @Override
    public int fetchBatch() {
        return RECORDS_IN_ONE_ORDER;
    }

    @Override
    public List<Fetched> fetch(HarvestSource source, List<RecordRef> records, SourceClient client)
            throws SourceException, InterruptedException {
        try (var document = open(source, client)) {
            return new DcatUsListing(document)
                    .find(records.stream().map(RecordRef::key).toList());
        } catch (IOException e) {
            throw DataJson.lost(address(source), e);
        }
    }

    /** The document is the answer for every record: gone is what a document that can be read to its end does not name. */
    @Override
    public Map<RecordKey, Presence> confirm(HarvestSource source, List<RecordRef> missing, SourceClient client)
            throws SourceException, InterruptedException {
        try (var document = open(source, client)) {
            var absent = document.index().broken() == null ? Presence.GONE : Presence.UNKNOWN;
            var presences = new LinkedHashMap<RecordKey, Presence>();
            for (var record : missing) {
                presences.put(record.key(), document.index().has(record.key().value()) ? Presence.PRESENT : absent);
            }
            return presences;
        } catch (IOException e) {
            throw DataJson.lost(address(source), e);
        }
    }

    private static DataJson open(HarvestSource source, SourceClient client)
            throws SourceException, InterruptedException, IOException {
        return DataJson.open(address(source), Configured.by(DcatUsSettings::of, source), client);
    }

    private static URI address(HarvestSource source) {
        return isSite(source.url()) ? source.url().resolve("/data.json") : source.url();
    }

    private static boolean isSite(URI url) {
        var path = url.getRawPath();
        return (path == null || path.isEmpty() || path.equals("/")) && url.getRawQuery() == null;
    }
}

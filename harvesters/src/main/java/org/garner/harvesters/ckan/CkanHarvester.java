package org.garner.harvesters.ckan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

/** A CKAN site, by its Action API. The record is the package dict as {@code package_search} sends it; its key is the package's id. */
@Component
class CkanHarvester implements Harvester {
    private static final HarvesterType TYPE = new HarvesterType("ckan");
    private static final int PACKAGES_IN_ONE_REQUEST = 50;
    private static final int HEAD = 16 << 10;

    /** CKAN names itself in its pages, and its own answers begin by naming their help. */
    private static final Pattern PAGE =
            Pattern.compile("<meta[^>]{1,40}generator[^>]{1,40}ckan |data-locale-root=", Pattern.CASE_INSENSITIVE);

    private static final Pattern ANSWER =
            Pattern.compile("\"ckan_version\"|action/help_show\\?name=|\"search_facets\"");

    @Override
    public HarvesterType type() {
        return TYPE;
    }

    @Override
    public void check(SourceConfig config) throws InvalidConfigException {
        CkanSettings.of(config);
    }

    @Override
    public boolean recognises(SourceReply reply) {
        return switch (Glance.at(reply).form()) {
            case HTML -> PAGE.matcher(head(reply)).find();
            case JSON -> ANSWER.matcher(head(reply)).find();
            default -> false;
        };
    }

    @Override
    public List<URI> probes(URI url) {
        var site = Site.of(url);
        return List.of(site.action("status_show", ""), site.search(new Query().rows(1)));
    }

    @Override
    public ListingPage list(ListingRequest request, SourceClient client) throws SourceException, InterruptedException {
        var settings = settings(request.source());
        var api = new CkanApi(Site.of(request.source().url()), settings, client);
        var listing = new CkanListing(settings, api);
        return request.from().atStart() ? listing.first(request) : listing.next(CkanCursor.of(request.from()));
    }

    @Override
    public int fetchBatch() {
        return PACKAGES_IN_ONE_REQUEST;
    }

    @Override
    public List<Fetched> fetch(HarvestSource source, List<RecordRef> records, SourceClient client)
            throws SourceException, InterruptedException {
        var settings = settings(source);
        var fetched = new ArrayList<Fetched>();
        for (var asked : bySite(records).entrySet()) {
            var api = new CkanApi(asked.getKey(), settings, client);
            fetched.addAll(new PackagesById(api, settings).fetch(asked.getValue()));
        }
        return fetched;
    }

    @Override
    public Map<RecordKey, Presence> confirm(HarvestSource source, List<RecordRef> missing, SourceClient client)
            throws SourceException, InterruptedException {
        var settings = settings(source);
        var presences = new LinkedHashMap<RecordKey, Presence>();
        for (var asked : bySite(missing).entrySet()) {
            var api = new CkanApi(asked.getKey(), settings, client);
            presences.putAll(new PackagesById(api, settings).confirm(asked.getValue()));
        }
        return presences;
    }

    /** A record's address says where the actions were when it was listed. */
    private static Map<Site, List<String>> bySite(List<RecordRef> records) {
        var sites = new LinkedHashMap<Site, List<String>>();
        for (var record : records) {
            sites.computeIfAbsent(Site.of(record.url()), site -> new ArrayList<>())
                    .add(record.key().value());
        }
        return sites;
    }

    private static CkanSettings settings(HarvestSource source) throws SourceException {
        return Configured.by(CkanSettings::of, source);
    }

    private static String head(SourceReply reply) {
        try (var in = reply.body().open()) {
            return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The body of %s was lost after it had arrived".formatted(reply.uri()), e);
        }
    }
}

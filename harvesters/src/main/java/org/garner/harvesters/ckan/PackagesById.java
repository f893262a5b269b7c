package org.garner.harvesters.ckan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.garner.catalog.format.Json;
import org.garner.harvest.Fetched;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.Presence;
import org.garner.harvest.RecordKey;
import org.garner.harvest.http.SourceException;
import tools.jackson.databind.JsonNode;

/** Asks for packages that are known by id: up to fifty in one search, and alone those that the search does not give. */
final class PackagesById {
    private final CkanApi api;
    private final CkanSettings settings;

    PackagesById(CkanApi api, CkanSettings settings) {
        this.api = api;
        this.settings = settings;
    }

    /** @throws SourceException when the site does not answer at all */
    List<Fetched> fetch(List<String> ids) throws SourceException, InterruptedException {
        var found = new LinkedHashMap<String, Fetched>();
        if (ids.size() > 1) {
            together(ids, found);
        }
        for (var id : ids) {
            if (!found.containsKey(id)) {
                found.put(id, alone(id));
            }
        }
        return new ArrayList<>(found.values());
    }

    private void together(List<String> ids, Map<String, Fetched> found) throws SourceException, InterruptedException {
        try {
            for (var each : api.search(Query.ids(ids)).packages()) {
                var id = each.id();
                if (id != null && each.whole() && ids.contains(id)) {
                    found.put(id, fetched(id, each));
                }
            }
        } catch (SourceException e) {
            if (!CkanApi.isAboutTheRequest(e.failure()) && !CkanApi.isAboutTheAmount(e.failure())) {
                throw e;
            }
        }
    }

    private Fetched alone(String id) throws InterruptedException {
        return switch (api.show(id)) {
            case CkanApi.Shown.Here(FoundPackage shown) -> fetched(id, shown);
            case CkanApi.Shown.Denied(HarvestFailure failure) -> new Fetched.Failed(new RecordKey(id), failure);
            case CkanApi.Shown.Unclear(HarvestFailure failure) -> new Fetched.Failed(new RecordKey(id), failure);
        };
    }

    private Fetched fetched(String id, FoundPackage found) {
        return found.hidden()
                ? new Fetched.Failed(
                        new RecordKey(id),
                        new HarvestFailure.Unexpected(
                                api.site().show(id), "an active, public dataset", "one that is deleted or private"))
                : new Fetched.Document(new RecordKey(id), found.json(), null);
    }

    /**
     * Asks for each package by itself, for the search is where they were missed. A site that denies even a package that it lists now is not believed:
     * it may have closed its doors to us.
     */
    Map<RecordKey, Presence> confirm(List<String> ids) throws SourceException, InterruptedException {
        var presences = new LinkedHashMap<RecordKey, Presence>();
        for (var id : ids) {
            presences.put(new RecordKey(id), presence(id));
        }
        if (presences.containsValue(Presence.GONE) && !showsWhatItLists()) {
            presences.replaceAll((key, presence) -> presence == Presence.GONE ? Presence.UNKNOWN : presence);
        }
        return presences;
    }

    private Presence presence(String id) throws InterruptedException {
        return switch (api.show(id)) {
            case CkanApi.Shown.Here(FoundPackage found) ->
                found.hidden() || !isWanted(Json.MAPPER.readTree(found.json())) ? Presence.GONE : Presence.PRESENT;
            case CkanApi.Shown.Denied denied -> Presence.GONE;
            case CkanApi.Shown.Unclear unclear -> Presence.UNKNOWN;
        };
    }

    /** A package that has left the wanted organisations or groups is gone for this source. */
    private boolean isWanted(JsonNode dict) {
        var organisation = dict.path("organization").path("name").asString("");
        var groups = new ArrayList<String>();
        dict.path("groups").forEach(group -> groups.add(group.path("name").asString(group.asString(""))));
        return settings.organisations().wants(List.of(organisation))
                && settings.groups().wants(groups);
    }

    private boolean showsWhatItLists() throws SourceException, InterruptedException {
        var listed = api.search(Query.of(settings).sorted().rows(1)).packages();
        var id = listed.isEmpty() ? null : listed.getFirst().id();
        return id != null && api.show(id) instanceof CkanApi.Shown.Here;
    }
}

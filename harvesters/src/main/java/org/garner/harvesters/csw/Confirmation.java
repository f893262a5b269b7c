package org.garner.harvesters.csw;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.garner.harvest.Presence;
import org.garner.harvest.http.SourceException;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether records are really gone. Each list of ids ends with one that the server has just listed: when that one comes back, the server has read the
 * whole list and denies what it leaves out. A server that fails this test is asked for each id alone, and one that does not even know the listed id by
 * itself is not believed at all.
 */
final class Confirmation {
    private static final int IDS_IN_ONE_REQUEST = 49;

    private final RecordsById records;
    private final @Nullable String listed;
    private boolean readsLists = true;
    private boolean knowsIds = true;

    /** @param listed an id that the server lists now, or null when it lists none */
    Confirmation(RecordsById records, @Nullable String listed) {
        this.records = records;
        this.listed = listed;
    }

    Map<String, Presence> of(List<String> ids) throws SourceException, InterruptedException {
        var presences = new LinkedHashMap<String, Presence>();
        ids.forEach(id -> presences.put(id, Presence.UNKNOWN));
        if (listed == null) {
            return presences;
        }
        for (int from = 0; from < ids.size() && knowsIds; from += IDS_IN_ONE_REQUEST) {
            var part = ids.subList(from, Math.min(ids.size(), from + IDS_IN_ONE_REQUEST));
            if (!readsLists || !together(part, listed, presences)) {
                oneByOne(part, listed, presences);
            }
        }
        return presences;
    }

    /** False when the answer does not show that the server reads lists. */
    private boolean together(List<String> ids, String known, Map<String, Presence> presences)
            throws InterruptedException {
        var list = new ArrayList<>(ids);
        list.remove(known);
        list.add(known);
        try {
            var found = namesOf(records.list(list));
            if (!found.contains(known)) {
                return false;
            }
            ids.forEach(id -> presences.put(id, found.contains(id) ? Presence.PRESENT : Presence.GONE));
            return true;
        } catch (SourceException e) {
            return false;
        }
    }

    private static Set<String> namesOf(RecordsPage page) {
        if (page.broken() != null) {
            return Set.of();
        }
        return page.records().stream()
                .map(found -> found.id() == null ? "" : found.id())
                .collect(Collectors.toSet());
    }

    private void oneByOne(List<String> ids, String known, Map<String, Presence> presences)
            throws SourceException, InterruptedException {
        if (readsLists) {
            readsLists = false;
            knowsIds = records.one(known) instanceof RecordsById.Answer.Here;
        }
        if (!knowsIds) {
            return;
        }
        for (var id : ids) {
            presences.put(
                    id,
                    switch (records.one(id)) {
                        case RecordsById.Answer.Here here -> Presence.PRESENT;
                        case RecordsById.Answer.Absent absent -> Presence.GONE;
                        case RecordsById.Answer.Unclear unclear -> Presence.UNKNOWN;
                    });
        }
    }
}

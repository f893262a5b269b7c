package org.garner.control.actions.write;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.garner.ledger.Sources;
import org.garner.ledger.Sources.Filter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The ids of the sources that are not deleted, by name. */
@Component
class AllSources {
    private static final int AT_ONCE = 500;

    private final Sources sources;

    AllSources(Sources sources) {
        this.sources = sources;
    }

    List<UUID> active() {
        return ids(true);
    }

    List<UUID> all() {
        return ids(null);
    }

    private List<UUID> ids(@Nullable Boolean active) {
        var ids = new ArrayList<UUID>();
        var filter = new Filter(null, null, active, null);
        for (var page = sources.list(filter, "", AT_ONCE);
                !page.isEmpty();
                page = sources.list(filter, page.getLast().settings().name(), AT_ONCE)) {
            page.forEach(source -> ids.add(source.id()));
        }
        return ids;
    }
}

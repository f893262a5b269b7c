package org.garner.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a source says it has, what is held of it, and the difference. */
public record Reconciliation(
        String source, @Nullable Long sourceSays, long weHold, String equation, List<Difference> differences) {
    public record Difference(String guid, String kind, String detail) {}
}

package org.garner.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a dry run would do with one record.
 *
 * @param action added, updated, deleted or restored
 * @param held true for a withdrawal that would be left to an operator
 * @param changes fields with what they are and what they would be
 * @param more how many further fields would change
 */
public record Planned(
        String guid,
        String action,
        boolean held,
        @Nullable String name,
        String title,
        Map<String, List<JsonNode>> changes,
        long more) {}

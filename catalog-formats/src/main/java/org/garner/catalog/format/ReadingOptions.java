package org.garner.catalog.format;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.garner.catalog.Dataset;

/**
 * How a source wants its records read; the members are CKAN's configuration keys.
 *
 * @param defaultTags {@code default_tags}: added to each dataset
 * @param defaultExtras {@code default_extras}: added to each dataset
 * @param overrideExtras {@code override_extras}: true when they replace what the record says
 * @param cleanTags {@code clean_tags}: tags become lower-case ASCII words joined by dashes, 2 to 100 characters
 */
public record ReadingOptions(
        List<String> defaultTags, Map<String, String> defaultExtras, boolean overrideExtras, boolean cleanTags) {
    /** The keys of a source's configuration that decide how its records are read, and nothing else. */
    public static final Set<String> KEYS = Set.of(
            "default_tags",
            "default_extras",
            "override_extras",
            "clean_tags",
            "default_groups",
            "remote_groups",
            "remote_orgs");

    public static final ReadingOptions PLAIN = new ReadingOptions(List.of(), Map.of(), false, false);

    public ReadingOptions {
        defaultTags = List.copyOf(defaultTags);
        defaultExtras = Map.copyOf(defaultExtras);
    }

    /** Adds the default extras to those that a record has; the default tags are added by {@link Tags#of}. */
    public void addDefaults(Dataset.Builder dataset) {
        if (defaultExtras.isEmpty()) {
            return;
        }
        var held = dataset.build().extras();
        defaultExtras.forEach((key, value) -> {
            if (overrideExtras || !held.containsKey(key)) {
                dataset.extra(key, value);
            }
        });
    }
}

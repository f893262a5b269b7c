package org.garner.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.garner.catalog.format.ReadingOptions;
import org.garner.harvest.HarvestSource;
import org.garner.ledger.Work.ToImport;
import tools.jackson.databind.JsonNode;

/** What a source's configuration says about reading its records, under CKAN's keys. */
final class SourceDefaults {
    private SourceDefaults() {}

    /** The options for one job; place-holders in {@code default_extras} are replaced, but those of a single object stay for {@link #ofObject}. */
    static ReadingOptions of(HarvestSource source, UUID job) {
        var config = source.config().tree();
        var extras = new LinkedHashMap<String, String>();
        config.path("default_extras")
                .properties()
                .forEach(member -> extras.put(
                        member.getKey(),
                        text(member.getValue())
                                .replace("{harvest_source_id}", source.id().toString())
                                .replace(
                                        "{harvest_source_url}",
                                        withoutSlash(source.url().toString()))
                                .replace("{harvest_source_title}", source.title())
                                .replace("{harvest_job_id}", job.toString())));
        return new ReadingOptions(
                tags(config.path("default_tags")),
                extras,
                config.path("override_extras").asBoolean(false),
                config.path("clean_tags").asBoolean(false));
    }

    /** The same options with the place-holders of one object replaced. A dataset's id is the name that the source gives it, for it has none here yet. */
    static ReadingOptions ofObject(ReadingOptions options, ToImport object) {
        if (options.defaultExtras().values().stream().noneMatch(SourceDefaults::isOfOneObject)) {
            return options;
        }
        var extras = new LinkedHashMap<String, String>();
        options.defaultExtras()
                .forEach((key, value) -> extras.put(
                        key,
                        value.replace("{harvest_object_id}", object.id().toString())
                                .replace("{dataset_id}", object.guid())));
        return new ReadingOptions(
                options.defaultTags(), Map.copyOf(extras), options.overrideExtras(), options.cleanTags());
    }

    private static boolean isOfOneObject(String value) {
        return value.contains("{harvest_object_id}") || value.contains("{dataset_id}");
    }

    /** As CKAN has it, so that a path can be put behind. */
    private static String withoutSlash(String url) {
        return url.replaceFirst("/+$", "");
    }

    /** Tags are texts, or objects with a name as CKAN's own harvester has them. */
    private static List<String> tags(JsonNode list) {
        var tags = new ArrayList<String>();
        list.forEach(tag -> tags.add(tag.isObject() ? tag.path("name").asString("") : tag.asString("")));
        tags.removeIf(String::isBlank);
        return tags;
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.asString() : value.toString();
    }
}

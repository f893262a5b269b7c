package org.garner.catalog.format.ckan;

import java.util.Set;
import java.util.TreeMap;
import org.garner.catalog.Distribution;
import org.garner.catalog.format.FileFormat;
import org.garner.catalog.format.FormatGuess;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Maps a resource dict to a distribution. */
final class ResourceDict {
    private static final Set<String> PLACED = Set.of("id", "url", "name", "description", "format", "mimetype");

    /**
     * The other catalogue's bookkeeping. {@code url_type} says that a file is kept there ("upload"), which would be untrue here; {@code datastore_active}
     * likewise.
     */
    private static final Set<String> OF_THE_OTHER_CATALOGUE = Set.of(
            "package_id",
            "position",
            "state",
            "created",
            "metadata_modified",
            "revision_id",
            "revision_timestamp",
            "resource_group_id",
            "url_type",
            "datastore_active",
            "datastore_contains_all_records_of_source_file",
            "tracking_summary",
            "has_views");

    private ResourceDict() {}

    static Distribution distribution(JsonNode resource) {
        var url = Values.orEmpty(resource.path("url"));
        var mediaType = Values.text(resource.path("mimetype"));
        var extras = new TreeMap<String, String>();
        for (var member : resource.properties()) {
            var key = member.getKey();
            var value = member.getValue();
            boolean said =
                    !value.isNull() && !(value.isString() && value.asString().isEmpty());
            if (said && !PLACED.contains(key) && !OF_THE_OTHER_CATALOGUE.contains(key)) {
                extras.put(key, Values.written(value));
            }
        }
        return Distribution.at(url)
                .named(Values.said(resource.path("name")))
                .described(Values.saidOrEmpty(resource.path("description")))
                .inFormat(format(Values.orEmpty(resource.path("format")), url, mediaType))
                .ofMediaType(mediaType)
                .with(extras)
                .identified(Values.text(resource.path("id")));
    }

    /** The format by its usual name; guessed, as CKAN does it, where the source does not say. */
    private static @Nullable String format(String stated, String url, @Nullable String mediaType) {
        if (stated.isEmpty()) {
            return FormatGuess.of("", url, mediaType == null ? "" : mediaType)
                    .map(FileFormat::name)
                    .orElse(null);
        }
        return FileFormat.named(stated).map(FileFormat::name).orElse(stated);
    }
}

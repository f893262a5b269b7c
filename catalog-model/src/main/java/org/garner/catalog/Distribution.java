package org.garner.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One way to get at a dataset's data: what CKAN calls a resource.
 *
 * @param url the address, as the source gave it
 * @param name the label, if any
 * @param description free text, empty when there is none
 * @param format the short format name such as {@code WMS} or {@code CSV}, if known
 * @param mediaType the media type, if known
 * @param extras further facts by CKAN's key, such as {@code resource_locator_protocol}
 * @param id its id where it comes from, if that has one
 */
public record Distribution(
        String url,
        @Nullable String name,
        String description,
        @Nullable String format,
        @Nullable String mediaType,
        SortedMap<String, String> extras,
        @Nullable String id) {

    public Distribution {
        extras = Collections.unmodifiableSortedMap(new TreeMap<>(extras));
    }

    public static Distribution at(String url) {
        return new Distribution(url, null, "", null, null, Collections.emptySortedMap(), null);
    }

    public Distribution named(@Nullable String value) {
        return new Distribution(url, value, description, format, mediaType, extras, id);
    }

    public Distribution described(String value) {
        return new Distribution(url, name, value, format, mediaType, extras, id);
    }

    public Distribution inFormat(@Nullable String value) {
        return new Distribution(url, name, description, value, mediaType, extras, id);
    }

    public Distribution ofMediaType(@Nullable String value) {
        return new Distribution(url, name, description, format, value, extras, id);
    }

    public Distribution identified(@Nullable String value) {
        return new Distribution(url, name, description, format, mediaType, extras, value);
    }

    public Distribution with(Map<String, String> more) {
        var all = new TreeMap<>(extras);
        all.putAll(more);
        return new Distribution(url, name, description, format, mediaType, all, id);
    }
}

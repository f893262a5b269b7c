package org.garner.catalog.store;

import java.util.SortedMap;
import java.util.TreeMap;
import org.garner.catalog.Dataset;
import org.garner.catalog.Distribution;
import org.garner.catalog.Group;
import org.jspecify.annotations.Nullable;

/** Text as Postgres can hold it. Readers remove what cannot be stored; this is the last gate, so that one bad character never fails a batch. */
public final class Text {

    private Text() {}

    /** Without NUL, and with every lone surrogate (which has no UTF-8 form) replaced by U+FFFD. */
    public static String storable(String text) {
        for (var at = 0; at < text.length(); at++) {
            var unit = text.charAt(at);
            if (unit == 0 || Character.isSurrogate(unit)) {
                return repaired(text);
            }
        }
        return text;
    }

    /** The input with all its texts storable. */
    static HarvestedDataset storable(HarvestedDataset input) {
        return new HarvestedDataset(
                input.existing(),
                input.remoteId(),
                input.source(),
                storable(input.guid()),
                input.objectId(),
                input.ownerOrg(),
                storable(input.dataset()));
    }

    /** The dataset with all its texts storable. */
    static Dataset storable(Dataset dataset) {
        return new Dataset(
                titled(storable(dataset.title())),
                storable(dataset.notes()),
                storableOrNull(dataset.url()),
                storableOrNull(dataset.version()),
                storableOrNull(dataset.licenseId()),
                dataset.tags().stream().map(Text::storable).toList(),
                storable(dataset.extras()),
                dataset.distributions().stream().map(Text::storable).toList(),
                storable(dataset.origin()));
    }

    private static Dataset.Origin storable(Dataset.Origin origin) {
        var organisation = origin.organisation();
        return new Dataset.Origin(
                storableOrNull(origin.name()),
                organisation == null ? null : storable(organisation),
                origin.groups().stream().map(Text::storable).toList());
    }

    /** The group with all its texts storable. */
    static Group storable(Group group) {
        return new Group(
                storableOrNull(group.id()),
                titled(storable(group.name())),
                storable(group.title()),
                storable(group.description()),
                storable(group.imageUrl()));
    }

    private static Distribution storable(Distribution distribution) {
        return new Distribution(
                storable(distribution.url()),
                storableOrNull(distribution.name()),
                storable(distribution.description()),
                storableOrNull(distribution.format()),
                storableOrNull(distribution.mediaType()),
                storable(distribution.extras()),
                storableOrNull(distribution.id()));
    }

    private static SortedMap<String, String> storable(SortedMap<String, String> extras) {
        var storable = new TreeMap<String, String>();
        extras.forEach((key, value) -> storable.put(storable(key), storable(value)));
        return storable;
    }

    /** A title or name that was nothing but NUL is still one. */
    private static String titled(String title) {
        return title.isBlank() ? "\uFFFD" : title;
    }

    static @Nullable String storableOrNull(@Nullable String text) {
        return text == null ? null : storable(text);
    }

    private static String repaired(String text) {
        var repaired = new StringBuilder(text.length());
        text.codePoints().filter(point -> point != 0).forEach(point -> {
            var lone = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            repaired.appendCodePoint(lone ? 0xFFFD : point);
        });
        return repaired.toString();
    }
}

package org.garner.catalog.format;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.garner.catalog.Slug;

/** Keywords as tags: 1 to 100 characters, without repeats; or munged as CKAN does it. */
public final class Tags {
    private static final int LONGEST = 100;
    private static final int SHORTEST = 2;

    private Tags() {}

    /** The tags of a record's keywords, and the source's default tags after them. */
    public static List<String> of(List<String> keywords, ReadingOptions options) {
        Set<String> tags = new LinkedHashSet<>();
        for (var keyword : keywords) {
            var tag = options.cleanTags() ? munged(keyword) : cut(keyword.strip());
            if (!tag.isEmpty()) {
                tags.add(tag);
            }
        }
        tags.addAll(options.defaultTags());
        return new ArrayList<>(tags);
    }

    /** Lower-case ASCII words joined by dashes, 2 to 100 characters; empty when nothing is left of the keyword. */
    static String munged(String keyword) {
        var tag = Slug.ascii(keyword.strip())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .strip()
                .replace(' ', '-');
        if (tag.isEmpty()) {
            return "";
        }
        return cut(tag.length() < SHORTEST ? tag + "_" : tag);
    }

    /** Never cuts a character of two halves in the middle. */
    private static String cut(String tag) {
        if (tag.length() <= LONGEST) {
            return tag;
        }
        int end = Character.isHighSurrogate(tag.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return tag.substring(0, end).strip();
    }
}

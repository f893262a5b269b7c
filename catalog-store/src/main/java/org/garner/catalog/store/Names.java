package org.garner.catalog.store;

import java.util.Set;
import java.util.regex.Pattern;
import org.garner.catalog.Dataset;
import org.garner.catalog.Slug;

/** The names of packages and publishers in addresses: slugs of their titles, with a number behind when the ideal one is taken. */
final class Names {
    /** Longer than any name can be, even when most of it is dropped; a hostile title is not normalised whole. */
    private static final int TITLE = 4000;

    /** Words that are pages of a CKAN site and therefore no names. */
    private static final Set<String> RESERVED = Set.of("new", "edit", "search");

    private static final Pattern DIGITS = Pattern.compile("[0-9]+$");

    private static final Pattern VALID = Pattern.compile("[a-z0-9_-]{2,100}");

    private Names() {}

    /** The name that a dataset of this title would have if it were free. */
    static String ideal(String title) {
        var name = Slug.of(title.length() > TITLE ? title.substring(0, TITLE) : title)
                .value();
        return RESERVED.contains(name) ? "dataset-" + name : name;
    }

    /** The name that this dataset would have if it were free: the one it has where it comes from, else one of its title. */
    static String ideal(Dataset dataset) {
        var name = dataset.origin().name();
        if (name == null || name.isBlank()) {
            return ideal(dataset.title());
        }
        return VALID.matcher(name).matches() && !RESERVED.contains(name) ? name : ideal(name);
    }

    /** The name of a group or organisation that has this one where it comes from. */
    static String ofGroup(String name) {
        return VALID.matcher(name).matches() ? name : ideal(name);
    }

    /** The name with a number behind it, shortened so that both fit. */
    static String numbered(String ideal, int number) {
        return new Slug(ideal).numbered(number).value();
    }

    /** What all names share that can get into each other's way: {@code roads}, {@code roads1} and {@code roads12} are of one family. */
    static String family(String name) {
        return DIGITS.matcher(name).replaceAll("");
    }
}

package org.garner.catalog.store;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of packages and publishers in addresses: 2 to 100 of {@code a-z 0-9 _ -}. The ideal name of a title has at most 95 characters, so that a
 * number fits behind it.
 */
final class Names {

    static final int LONGEST = 100;
    private static final int LONGEST_IDEAL = 95;

    /** Words that are pages of a CKAN site and therefore no names. */
    private static final Set<String> RESERVED = Set.of("new", "edit", "search");

    /** Letters that have no ASCII form by decomposition. */
    private static final Map<Character, String> ASCII = Map.ofEntries(
            Map.entry('ß', "ss"),
            Map.entry('ẞ', "ss"),
            Map.entry('æ', "ae"),
            Map.entry('Æ', "ae"),
            Map.entry('œ', "oe"),
            Map.entry('Œ', "oe"),
            Map.entry('ø', "o"),
            Map.entry('Ø', "o"),
            Map.entry('ł', "l"),
            Map.entry('Ł', "l"),
            Map.entry('đ', "d"),
            Map.entry('Đ', "d"),
            Map.entry('ð', "d"),
            Map.entry('Ð', "d"),
            Map.entry('þ', "th"),
            Map.entry('Þ', "th"),
            Map.entry('ı', "i"),
            Map.entry('–', "-"),
            Map.entry('—', "-"),
            Map.entry('‐', "-"),
            Map.entry('‑', "-"));

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s.:/]");
    private static final Pattern OTHERS = Pattern.compile("[^a-z0-9_-]");
    private static final Pattern DASHES = Pattern.compile("-{2,}");
    private static final Pattern OUTER_DASHES = Pattern.compile("^-+|-+$");
    private static final Pattern YEARS = Pattern.compile("[_-]((?:[0-9]{2,4}-)?[0-9]{2,4})$");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+$");

    private Names() {}

    /** The name that a dataset of this title would have if it were free; a title that is cut keeps the year (or years) at its end. */
    static String ideal(String title) {
        // Longer than any name can be, even when most of it is dropped; a hostile title is not normalised whole.
        var head = title.length() > 4000 ? title.substring(0, 4000) : title;
        var ascii = new StringBuilder();
        for (var letter : Normalizer.normalize(head, Normalizer.Form.NFKD).toCharArray()) {
            var replacement = ASCII.get(letter);
            if (replacement == null) {
                ascii.append(letter);
            } else {
                ascii.append(replacement);
            }
        }
        var name = MARKS.matcher(ascii).replaceAll("").toLowerCase(Locale.ROOT);
        name = SEPARATORS.matcher(name).replaceAll("-");
        name = OTHERS.matcher(name).replaceAll("");
        name = trimmed(name);
        if (name.length() > LONGEST_IDEAL) {
            name = cut(name);
        }
        if (name.isEmpty() || RESERVED.contains(name)) {
            return name.isEmpty() ? "dataset" : "dataset-" + name;
        }
        return name.length() == 1 ? name + "_" : name;
    }

    /** The name with a number behind it, shortened so that both fit. */
    static String numbered(String ideal, int number) {
        var suffix = Integer.toString(number);
        return ideal.substring(0, Math.min(ideal.length(), LONGEST - suffix.length())) + suffix;
    }

    /** What all names share that can get into each other's way: {@code roads}, {@code roads1} and {@code roads12} are of one family. */
    static String family(String name) {
        return DIGITS.matcher(name).replaceAll("");
    }

    private static String cut(String name) {
        var years = YEARS.matcher(name);
        if (!years.find()) {
            return trimmed(name.substring(0, LONGEST_IDEAL));
        }
        var year = years.group(1);
        return trimmed(name.substring(0, LONGEST_IDEAL - year.length() - 1)) + "-" + year;
    }

    private static String trimmed(String name) {
        return OUTER_DASHES.matcher(DASHES.matcher(name).replaceAll("-")).replaceAll("");
    }
}

package org.garner.catalog;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The name of a dataset in addresses, made from its title: lower-case ASCII letters, digits and single dashes, 2 to 100 characters.
 *
 * @param value the name
 */
public record Slug(String value) {
    /** Leaves room for a number behind a name that is taken. */
    private static final int CUT = 95;

    private static final int LONGEST = 100;
    private static final Pattern VALID = Pattern.compile("[a-z0-9_-]{2," + LONGEST + "}");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s.:/_-]+");
    private static final Pattern FORBIDDEN = Pattern.compile("[^a-z0-9-]");
    private static final Pattern DASHES = Pattern.compile("-+");
    private static final Pattern TRAILING_YEAR = Pattern.compile("-((?:\\d{2,4}-)?\\d{2,4})$");
    private static final Pattern COMBINING_MARKS = Pattern.compile("\\p{M}+");

    /** Letters that no normal form takes apart. */
    private static final Map<Character, String> EQUIVALENTS = Map.ofEntries(
            Map.entry('ß', "ss"),
            Map.entry('ẞ', "SS"),
            Map.entry('æ', "ae"),
            Map.entry('Æ', "AE"),
            Map.entry('œ', "oe"),
            Map.entry('Œ', "OE"),
            Map.entry('ø', "o"),
            Map.entry('Ø', "O"),
            Map.entry('ł', "l"),
            Map.entry('Ł', "L"),
            Map.entry('đ', "d"),
            Map.entry('Đ', "D"),
            Map.entry('ð', "d"),
            Map.entry('Ð', "D"),
            Map.entry('þ', "th"),
            Map.entry('Þ', "TH"),
            Map.entry('ħ', "h"),
            Map.entry('Ħ', "H"),
            Map.entry('ı', "i"),
            Map.entry('ŋ', "n"),
            Map.entry('Ŋ', "N"),
            Map.entry('ŧ', "t"),
            Map.entry('Ŧ', "T"),
            Map.entry('–', "-"),
            Map.entry('—', "-"),
            Map.entry('‐', "-"),
            Map.entry('‑', "-"),
            Map.entry('\u00a0', " "));

    public Slug {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A dataset's name has 2 to 100 of a-z, 0-9, '-' and '_', but was '%s'".formatted(value));
        }
    }

    /**
     * The name that a title asks for; it may be taken. A long title is cut at 95 characters but keeps a year at its end; a title without a Latin letter or
     * digit gets a name from its checksum, the same each time.
     */
    public static Slug of(String title) {
        var text = SEPARATORS.matcher(ascii(title)).replaceAll("-").toLowerCase(Locale.ROOT);
        text = trimDashes(DASHES.matcher(FORBIDDEN.matcher(text).replaceAll("")).replaceAll("-"));
        if (text.length() > CUT) {
            text = cut(text);
        }
        if (text.isEmpty()) {
            var checksum = new CRC32();
            checksum.update(title.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return new Slug("dataset-%08x".formatted(checksum.getValue()));
        }
        return new Slug(text.length() == 1 ? text + "-" : text);
    }

    /** This name with a number behind it, for when the name alone is taken; shortened to fit 100 characters. */
    public Slug numbered(int number) {
        var suffix = Integer.toString(number);
        return new Slug(value.substring(0, Math.min(value.length(), LONGEST - suffix.length())) + suffix);
    }

    /** The text with Latin letters in their ASCII equivalents (é as e, ß as ss); characters without one are left out. */
    public static String ascii(String text) {
        var mapped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            var equivalent = c < 0x80 ? null : EQUIVALENTS.get(c);
            if (equivalent == null) {
                mapped.append(c);
            } else {
                mapped.append(equivalent);
            }
        }
        var plain = COMBINING_MARKS
                .matcher(Normalizer.normalize(mapped, Normalizer.Form.NFD))
                .replaceAll("");
        return plain.replaceAll("[^\\x00-\\x7f]", "");
    }

    private static String cut(String text) {
        var year = TRAILING_YEAR.matcher(text);
        if (year.find()) {
            var head = text.substring(0, CUT - year.group(1).length() - 1);
            return trimDashes(head) + "-" + year.group(1);
        }
        return trimDashes(text.substring(0, CUT));
    }

    private static String trimDashes(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == '-') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '-') {
            to--;
        }
        return text.substring(from, to);
    }

    @Override
    public String toString() {
        return value;
    }
}

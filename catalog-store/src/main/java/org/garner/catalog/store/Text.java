package org.garner.catalog.store;

import org.jspecify.annotations.Nullable;

/** Text as Postgres can hold it. Readers remove what cannot be stored; this is the last gate, so that one bad character never fails a batch. */
final class Text {

    private Text() {}

    /** Without NUL, and with every lone surrogate (which has no UTF-8 form) replaced by U+FFFD. */
    static String storable(String text) {
        for (var at = 0; at < text.length(); at++) {
            var unit = text.charAt(at);
            if (unit == 0 || Character.isSurrogate(unit)) {
                return repaired(text);
            }
        }
        return text;
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

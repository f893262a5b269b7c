package org.garner.catalog.index;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Values as fields of the index take them. */
final class FieldText {
    /** Lucene refuses an exact value above 32,766 bytes, and with it the document; a character has up to three. */
    private static final int MAX_CHARACTERS = 10_000;

    private static final int MAX_KEY = 100;

    private FieldText() {}

    /** Text as it is, numbers and truths as JSON writes them, lists as their items with blanks between; empty for nothing. */
    static String of(JsonNode node) {
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isNull() || node.isMissingNode()) {
            return "";
        }
        if (node.isArray()) {
            var items = new ArrayList<String>();
            node.forEach(item -> items.add(of(item)));
            return String.join(" ", items);
        }
        return node.toString();
    }

    /** Cut to what an exact field can hold, never inside a character. */
    static String trimmed(String value) {
        if (value.length() <= MAX_CHARACTERS) {
            return value;
        }
        return value.substring(
                0, Character.isHighSurrogate(value.charAt(MAX_CHARACTERS - 1)) ? MAX_CHARACTERS - 1 : MAX_CHARACTERS);
    }

    /** The part of a key that the name of a field can have; empty when there is none. */
    static String key(String key) {
        var name = new StringBuilder(key.length());
        for (var at = 0; at < key.length() && name.length() < MAX_KEY; at++) {
            var c = key.charAt(at);
            if (c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-')) {
                name.append(c);
            }
        }
        return name.toString();
    }

    /** A day, or a moment with or without a zone (then it is UTC); empty when it is neither. */
    static Optional<Date> date(String text) {
        try {
            var length = text.length();
            if (length == 10) {
                return Optional.of(Date.from(
                        LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()));
            }
            if (length < 16 || length > 40) {
                return Optional.empty();
            }
            var parsed = DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            Instant moment = parsed instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
            return Optional.of(Date.from(moment));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package org.garner.harvesters.dcatus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.garner.harvest.RecordKey;
import org.garner.harvest.http.SourceRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One entry of the list of datasets, as far as a listing needs to know it.
 *
 * @param start the place of its first byte
 * @param end how many bytes of the document lie before its end
 * @param identifier its name, if it has a usable one
 * @param partOf the identifier of the collection that it says it is part of, if any
 * @param title its title, for messages; empty when it has none
 * @param flaw why it cannot be listed; empty when it can
 * @param wanted false when the source's filters leave it out
 */
record Entry(
        Place start,
        long end,
        @Nullable String identifier,
        @Nullable String partOf,
        String title,
        String flaw,
        boolean wanted) {
    private static final int QUOTED = 80;

    boolean isListed() {
        return identifier != null && wanted;
    }

    /** True when it is too large to be held as one record; what a listing needs of it is known all the same. */
    boolean isTooLarge() {
        return end - start.offset() > SourceRequest.RECORD;
    }

    /** The entry for people: its number in the list and its title. */
    String name() {
        return "dataset[%d]%s".formatted(start.index(), title.isEmpty() ? "" : " ('%s')".formatted(title));
    }

    /** What a parser finds in an entry, from its first token to its last. */
    static final class Members {
        private final Map<String, List<String>> filters;
        private final Map<String, List<String>> filtered = new HashMap<>();
        private @Nullable String identifier;
        private @Nullable String partOf;
        private String title = "";
        private String flaw = "";
        private boolean hasIdentifier;

        Members(Map<String, List<String>> filters) {
            this.filters = filters;
        }

        Entry entry(Place start, long end) {
            if (flaw.isEmpty() && !hasIdentifier) {
                flaw = "The property identifier is required: the record is missing 'identifier' field";
            }
            return new Entry(start, end, flaw.isEmpty() ? identifier : null, partOf, title, flaw, isWanted());
        }

        /** Reads the value that the parser stands on, to its end. */
        void read(JsonParser in) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                flaw = "Expected a dataset as an object, found " + kind(in);
                in.skipChildren();
                return;
            }
            while (in.nextToken() != JsonToken.END_OBJECT) {
                var name = in.currentName();
                var token = in.nextToken();
                switch (name) {
                    case "identifier" -> identify(in, token);
                    case "isPartOf" -> partOf = token == JsonToken.VALUE_STRING ? given(in.getString()) : null;
                    case "title" -> title = token.isScalarValue() ? shortened(in.getString()) : "";
                    default -> {}
                }
                if (filters.containsKey(name)) {
                    filtered.put(name, values(in, token));
                } else {
                    in.skipChildren();
                }
            }
        }

        private void identify(JsonParser in, JsonToken token) {
            hasIdentifier = token != JsonToken.VALUE_NULL;
            if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                flaw = "Expected an identifier as text, found " + kind(in)
                        + "; DCAT-US 3.0, which allows that, is not read yet";
                return;
            }
            identifier = given(in.getString());
            if (identifier == null) {
                hasIdentifier = false;
            } else if (identifier.length() > RecordKey.LONGEST) {
                flaw = "Expected an identifier of at most %d characters, found one of %d"
                        .formatted(RecordKey.LONGEST, identifier.length());
            }
        }

        /** The value as texts: a list gives those of its elements. */
        private static List<String> values(JsonParser in, JsonToken token) {
            if (token.isScalarValue()) {
                return List.of(in.getString());
            }
            var values = new ArrayList<String>();
            if (token == JsonToken.START_ARRAY) {
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    if (in.currentToken().isScalarValue()) {
                        values.add(in.getString());
                    } else {
                        in.skipChildren();
                    }
                }
            } else {
                in.skipChildren();
            }
            return values;
        }

        private boolean isWanted() {
            return filters.entrySet().stream()
                    .allMatch(filter -> filtered.getOrDefault(filter.getKey(), List.of()).stream()
                            .anyMatch(filter.getValue()::contains));
        }

        private static @Nullable String given(String text) {
            var value = text.strip().replace("\0", "");
            return value.isEmpty() ? null : value;
        }

        private static String shortened(String text) {
            var line = text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
            return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "…";
        }

        private static String kind(JsonParser in) {
            return switch (in.currentToken()) {
                case START_OBJECT -> "an object";
                case START_ARRAY -> "a list";
                case VALUE_STRING -> "the text '%s'".formatted(shortened(in.getString()));
                default -> "the value " + in.getString();
            };
        }
    }
}

package org.garner.catalog.format;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parses JSON records, bounded in depth and in the length of names, numbers and texts. */
public final class Json {
    /** No record nests deeper; a document that does was made to exhaust the stack. */
    private static final int DEEPEST = 200;

    /** The longest text of a record: no longer than a record may be. */
    private static final int LONGEST_TEXT = 50 << 20;

    /** The factory for streams of JSON from a source. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(10_000)
                    .maxNumberLength(1_000)
                    .build())
            .build();

    /** Reads trees with the bounds of {@link #FACTORY}. */
    public static final JsonMapper MAPPER = JsonMapper.builder(FACTORY).build();

    private Json() {}

    /**
     * Parses a record.
     *
     * @throws UnreadableRecordException when it is not one JSON object; with its place
     */
    public static JsonNode read(byte[] document) throws UnreadableRecordException {
        try {
            var tree = MAPPER.readTree(document);
            if (!tree.isObject()) {
                throw new UnreadableRecordException(
                        UnreadableRecordException.Fault.FORMAT,
                        "Expected a record as a JSON object, found %s".formatted(kind(tree)),
                        1,
                        1);
            }
            return tree;
        } catch (JacksonException e) {
            var place = e.getLocation();
            throw new UnreadableRecordException(
                    UnreadableRecordException.Fault.FORMAT,
                    "The document is not readable JSON: " + e.getOriginalMessage(),
                    place == null ? null : place.getLineNr(),
                    place == null ? null : place.getColumnNr());
        }
    }

    /** True when these bytes can only be JSON: they begin with a brace or a bracket. */
    static boolean looksLike(byte[] document) {
        for (var b : document) {
            if (b == '{' || b == '[') {
                return true;
            }
            // The byte order mark of UTF-8 is EF BB BF.
            var mark = b == (byte) 0xEF || b == (byte) 0xBB || b == (byte) 0xBF;
            if (b > ' ' || (b < 0 && !mark)) {
                return false;
            }
        }
        return false;
    }

    private static String kind(JsonNode tree) {
        if (tree.isArray()) {
            return "a list";
        }
        return tree.isMissingNode() ? "nothing" : "the value " + tree;
    }
}

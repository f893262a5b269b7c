package org.garner.harvesters.dcatus;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.garner.catalog.format.dcatus.DcatUsDocument;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.http.SourceReply;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;

/**
 * What one pass over a data.json finds out before its first page is listed: what it conforms to, whether it is whole, which identifiers it has, and which
 * of them are collections. Its size is bounded by {@link Identifiers#MOST}, not by that of the document.
 */
final class CatalogueIndex {
    /** Members of the catalogue that its datasets show as extras. */
    private static final Set<String> SHOWN = Set.of("@context", "@id", "conformsTo", "describedBy");

    /** Longer ones are no name, address or short list of them. */
    private static final int LONGEST_SHOWN = 10_000;

    private static final int TEXTS_OF_A_STRUCTURE = 5;

    private final DcatUsSettings settings;
    private final Identifiers identifiers = new Identifiers(Identifiers.MOST);
    private final SortedMap<String, String> catalogue = new TreeMap<>();
    private final BitSet repeated = new BitSet();
    private @Nullable String conformsTo;
    private @Nullable Place first;
    private @Nullable HarvestFailure broken;
    private String document = "";
    private long entries;
    private long listed;

    private CatalogueIndex(DcatUsSettings settings) {
        this.settings = settings;
    }

    static CatalogueIndex of(SourceReply.Body body, URI address, DcatUsSettings settings) throws IOException {
        var index = new CatalogueIndex(settings);
        var sha256 = sha256();
        try (var in = new DigestInputStream(body.open(), sha256)) {
            index.read(in, address);
        }
        index.document = HexFormat.of().formatHex(sha256.digest());
        return index;
    }

    /** The SHA-256 of the bytes. */
    String document() {
        return document;
    }

    /** What the catalogue says that it conforms to; null when it says nothing, or nothing that was read. */
    @Nullable
    String conformsTo() {
        return conformsTo;
    }

    /** What its datasets show of it, by name. */
    SortedMap<String, String> catalogue() {
        return catalogue;
    }

    /** The place before the first dataset; null when there is no list of datasets. */
    @Nullable
    Place first() {
        return first;
    }

    /** How many entries can be read. */
    long entries() {
        return entries;
    }

    /** How many datasets a listing names. */
    long listed() {
        return listed;
    }

    /** Why the document cannot be read to its end; null when it can. */
    @Nullable
    HarvestFailure broken() {
        return broken;
    }

    /** True when a dataset before this one has the same identifier. */
    boolean isRepeated(Entry entry) {
        return repeated.get(Math.toIntExact(entry.start().index()));
    }

    boolean has(String identifier) {
        return identifiers.has(identifier, Identifiers.LISTED);
    }

    /** Where a dataset stands among the collections of this document. */
    DcatUsDocument.Place placeOf(Entry entry) {
        var identifier = entry.identifier();
        var isCollection = identifier != null && identifiers.has(identifier, Identifiers.COLLECTION);
        if (entry.partOf() == null) {
            return isCollection ? DcatUsDocument.Place.COLLECTION : DcatUsDocument.Place.ALONE;
        }
        if (isCollection) {
            return DcatUsDocument.Place.NESTED;
        }
        return lacksCollection(entry) ? DcatUsDocument.Place.ALONE : DcatUsDocument.Place.MEMBER;
    }

    /** True when the collection that a dataset names is not in this document, or cannot be one. */
    boolean lacksCollection(Entry entry) {
        var collection = entry.partOf();
        return collection != null
                && (!identifiers.has(collection, Identifiers.LISTED)
                        || identifiers.has(collection, Identifiers.MEMBER));
    }

    private void read(InputStream bytes, URI address) throws IOException {
        var opening = Opening.of(bytes);
        if (!opening.isUtf8()) {
            broken = new HarvestFailure.Malformed(
                    address, "Expected JSON in UTF-8 (RFC 8259, section 8.1), found " + opening.words(), 1, 1);
            return;
        }
        try (var stream = EntryStream.ofDocument(opening.rest(), opening.mark(), settings.filters())) {
            try {
                catalogue(stream, address);
            } catch (JacksonIOException e) {
                throw e.getCause();
            } catch (JacksonException e) {
                broken = broken(stream, e, address);
            }
            // The parser stops at the end of the catalogue or at a fault; the hash is of all bytes.
            bytes.transferTo(OutputStream.nullOutputStream());
        }
    }

    private HarvestFailure broken(EntryStream stream, JacksonException why, URI address) {
        var at = why.getLocation() == null ? stream.here() : stream.place(why.getLocation());
        return new HarvestFailure.Malformed(
                address,
                "The document is not readable JSON at byte %,d, after %,d datasets: %s"
                        .formatted(at.offset(), entries, why.getOriginalMessage()),
                at.line(),
                at.column());
    }

    private void catalogue(EntryStream stream, URI address) {
        var in = stream.tokens();
        if (in.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var name = in.currentName();
            var token = in.nextToken();
            if (name.equals("dataset") && token == JsonToken.START_ARRAY && first == null) {
                first = stream.here();
                if (!entries(stream, address)) {
                    return;
                }
            } else if (SHOWN.contains(name)) {
                shown(name, token, text(in));
            } else {
                in.skipChildren();
            }
        }
    }

    private void shown(String name, JsonToken token, String value) {
        if (name.equals("conformsTo") && token != JsonToken.VALUE_NULL) {
            conformsTo = value.strip();
        }
        if (token == JsonToken.VALUE_STRING && value.length() <= LONGEST_SHOWN) {
            catalogue.put(name, value);
        }
    }

    /** A text; of what an object or a list says, its first texts, which is enough to name it. */
    private static String text(JsonParser in) {
        if (in.currentToken().isScalarValue()) {
            return in.getString();
        }
        var texts = new ArrayList<String>();
        for (int depth = 1; depth > 0; ) {
            var token = in.nextToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.VALUE_STRING && texts.size() < TEXTS_OF_A_STRUCTURE) {
                texts.add(in.getString());
            }
        }
        return String.join(", ", texts);
    }

    /** False when there are more than can be kept in mind. */
    private boolean entries(EntryStream stream, URI address) {
        for (var entry = stream.next(); entry != null; entry = stream.next()) {
            if (identifiers.isFull()) {
                broken = new HarvestFailure.Malformed(
                        address,
                        "Expected at most %,d identifiers in one document, found more; the rest is not read"
                                .formatted(Identifiers.MOST),
                        entry.start().line(),
                        entry.start().column());
                return false;
            }
            add(entry);
            entries++;
        }
        return true;
    }

    private void add(Entry entry) {
        var identifier = entry.identifier();
        if (identifier == null || !entry.wanted()) {
            return;
        }
        if (identifiers.has(identifier, Identifiers.LISTED)) {
            repeated.set(Math.toIntExact(entries));
            return;
        }
        listed++;
        identifiers.mark(identifier, Identifiers.LISTED);
        var collection = entry.partOf();
        if (collection != null) {
            identifiers.mark(identifier, Identifiers.MEMBER);
            identifiers.mark(collection, Identifiers.COLLECTION);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

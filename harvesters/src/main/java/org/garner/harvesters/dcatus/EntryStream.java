package org.garner.harvesters.dcatus;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.garner.catalog.format.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;

/**
 * The tokens of a data.json from a place on, with their places in the whole document. No more of it is in memory than one text of one entry.
 */
final class EntryStream implements Closeable {
    private final JsonParser in;
    private final Place from;
    private final int prefix;
    private final Map<String, List<String>> filters;
    private long index;

    private EntryStream(InputStream bytes, Place from, String prefix, Map<String, List<String>> filters) {
        this.in = Json.FACTORY.createParser(ObjectReadContext.empty(), bytes);
        this.from = from;
        this.prefix = prefix.length();
        this.filters = filters;
        this.index = from.index();
    }

    /** The document from its first byte on; {@code bytes} stands behind a byte order mark of {@code mark} bytes. */
    static EntryStream ofDocument(InputStream bytes, int mark, Map<String, List<String>> filters) {
        return new EntryStream(bytes, new Place(mark, 1, 1, 0), "", filters);
    }

    /** The entries after a place. The parser is given a beginning for what it did not see: a list, and its last element when there was one. */
    static EntryStream after(Place place, InputStream document, Map<String, List<String>> filters) throws IOException {
        document.skipNBytes(place.offset());
        var prefix = place.index() == 0 ? "[" : "[0";
        var stream = new EntryStream(
                new SequenceInputStream(new ByteArrayInputStream(prefix.getBytes(StandardCharsets.US_ASCII)), document),
                place,
                prefix,
                filters);
        stream.in.nextToken();
        if (place.index() > 0) {
            stream.in.nextToken();
        }
        return stream;
    }

    /** The number of the next entry. */
    long index() {
        return index;
    }

    JsonParser tokens() {
        return in;
    }

    /** The next entry of the list that the parser stands in; null at its end. */
    @Nullable
    Entry next() {
        if (in.nextToken() == JsonToken.END_ARRAY) {
            return null;
        }
        var start = place(in.currentTokenLocation());
        var members = new Entry.Members(filters);
        members.read(in);
        // A number ends only where the next token begins, and is no dataset anyway.
        in.finishToken();
        index++;
        return members.entry(start, here().offset());
    }

    /** The place behind the last token. */
    Place here() {
        return place(in.currentLocation());
    }

    /** A place of the parser's as one of the document. */
    Place place(TokenStreamLocation at) {
        int line = at.getLineNr();
        int column = line == 1 ? from.column() + at.getColumnNr() - 1 - prefix : at.getColumnNr();
        return new Place(from.offset() + at.getByteOffset() - prefix, from.line() + line - 1, column, index);
    }

    @Override
    public void close() {
        in.close();
    }
}

package org.garner.catalog.format;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * Walks once through a document, from element to element. It always stands in an element; at first in the root.
 *
 * <p>{@link #child} goes to the next child of an element that is named by its depth and passes over whatever was left unread, so a reader only says what
 * it wants:
 *
 * <pre>{@code
 * for (int here = in.depth(); in.child(here); ) {
 *     if (in.is(GMD, "title")) {
 *         title = in.text();
 *     }
 * }
 * }</pre>
 *
 * <p>Not safe for several threads.
 */
public final class XmlCursor implements AutoCloseable {
    private final XMLStreamReader2 reader;
    private final CleanXmlStream bytes;
    private final byte @Nullable [] document;
    private final NamespaceStack namespaces = new NamespaceStack();
    private int depth;
    private long referencesRemoved;

    private XmlCursor(XMLStreamReader2 reader, CleanXmlStream bytes, byte @Nullable [] document) {
        this.reader = reader;
        this.bytes = bytes;
        this.document = document;
    }

    static XmlCursor over(CleanXmlStream bytes, byte @Nullable [] document) throws MalformedXmlException {
        try {
            var cursor = new XmlCursor(Xml.parser(bytes), bytes, document);
            while (cursor.advance() != XMLStreamConstants.START_ELEMENT) {
                // Comments and processing instructions before the root.
            }
            return cursor;
        } catch (XMLStreamException e) {
            throw malformed(e, null, document);
        }
    }

    /** How many elements are open: 1 in the root. */
    public int depth() {
        return depth;
    }

    /** The namespace of the element, empty when it has none. */
    public String namespace() {
        var uri = reader.getNamespaceURI();
        return uri == null ? "" : uri;
    }

    public String localName() {
        return reader.getLocalName();
    }

    public boolean is(String namespace, String localName) {
        return reader.getLocalName().equals(localName) && namespace().equals(namespace);
    }

    /** The value of an attribute; only while nothing of the element's content has been read. */
    public @Nullable String attribute(String namespace, String localName) {
        return reader.getAttributeValue(namespace, localName);
    }

    /**
     * Goes to the next child of the open element at {@code parent}.
     *
     * @return false when there is none left; the cursor has then left that element
     */
    public boolean child(int parent) throws MalformedXmlException {
        while (depth >= parent) {
            if (advance() == XMLStreamConstants.START_ELEMENT && depth == parent + 1) {
                return true;
            }
        }
        return false;
    }

    /** All text in this element and below, as it is written; the cursor leaves the element. */
    public String text() throws MalformedXmlException {
        int here = depth;
        String first = "";
        StringBuilder all = null;
        while (depth >= here) {
            int event = advance();
            if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                var part = characters();
                if (first.isEmpty()) {
                    first = part;
                } else {
                    all = all == null ? new StringBuilder(first) : all;
                    all.append(part);
                }
            }
        }
        return all == null ? first : all.toString();
    }

    /**
     * This element as a document of its own, in UTF-8, with every namespace that holds here; the cursor leaves the element.
     *
     * @throws MalformedXmlException when it is over {@code maxBytes} long, or broken
     */
    public byte[] element(int maxBytes) throws MalformedXmlException {
        int here = depth;
        int line = line();
        int column = column();
        var out = new ElementText(maxBytes);
        out.start(reader, namespaces.inScope());
        while (depth >= here) {
            switch (advance()) {
                case XMLStreamConstants.START_ELEMENT -> out.start(reader, namespaces.declaredAt(depth));
                case XMLStreamConstants.END_ELEMENT -> out.end(reader);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> out.text(characters());
                default -> {}
            }
            if (out.isFull()) {
                throw tooLong(maxBytes, line, column);
            }
        }
        var bytes = out.bytes();
        if (bytes.length > maxBytes) {
            throw tooLong(maxBytes, line, column);
        }
        return bytes;
    }

    /** One declaration for each prefix that has a namespace here. */
    Collection<NamespaceStack.Declaration> namespacesInScope() {
        return namespaces.inScope();
    }

    private static MalformedXmlException tooLong(int maxBytes, int line, int column) {
        return new MalformedXmlException("an element is over the limit of %,d bytes".formatted(maxBytes), line, column);
    }

    /** Reads on to the end of the document, so that trouble behind the last element wanted is found. */
    public void finish() throws MalformedXmlException {
        while (advance() != XMLStreamConstants.END_DOCUMENT) {
            // What comes now is not wanted, only checked.
        }
    }

    /** The line from 1. */
    public int line() {
        return Math.max(1, reader.getLocation().getLineNumber());
    }

    /** The column from 1. */
    public int column() {
        return Math.max(1, reader.getLocation().getColumnNumber());
    }

    /** What had to be repaired so far to read the document. */
    public List<String> warnings() {
        var warnings = new ArrayList<String>();
        long removed = bytes.removed() + referencesRemoved;
        if (removed > 0) {
            warnings.add("%,d control characters that XML does not allow were removed".formatted(removed));
        }
        return warnings;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("Closing a parser reads nothing", e);
        }
    }

    private String characters() throws MalformedXmlException {
        try {
            return withoutControls(reader.getText());
        } catch (RuntimeException e) {
            throw lazily(e);
        }
    }

    /** What came as a reference; what came as a byte has been removed before. */
    private String withoutControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                var clean = new StringBuilder(text.length());
                text.chars().filter(c -> !isControl((char) c)).forEach(c -> clean.append((char) c));
                referencesRemoved += text.length() - clean.length();
                return clean.toString();
            }
        }
        return text;
    }

    private static boolean isControl(char c) {
        return c < ' ' && c != '\n' && c != '\r' && c != '\t';
    }

    private int advance() throws MalformedXmlException {
        try {
            if (!reader.hasNext()) {
                throw new MalformedXmlException("it ends before its root element does", line(), column());
            }
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                namespaces.open(depth, reader);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                namespaces.close(depth);
                depth--;
            }
            return event;
        } catch (XMLStreamException e) {
            throw malformed(e, reader.getLocation(), document);
        } catch (RuntimeException e) {
            throw lazily(e);
        }
    }

    /** The parser reads texts late and then has no checked exception to throw. */
    private MalformedXmlException lazily(RuntimeException e) {
        if (e.getCause() instanceof XMLStreamException cause) {
            return malformed(cause, reader.getLocation(), document);
        }
        throw e;
    }

    private static MalformedXmlException malformed(
            XMLStreamException e, @Nullable Location reached, byte @Nullable [] document) {
        if (e.getNestedException() instanceof IOException trouble) {
            var place = WrongBytes.firstIn(document);
            if (place != null) {
                return new MalformedXmlException(place.describe(), place.line(), place.column());
            }
            if (!isAboutBytes(trouble)) {
                throw new UncheckedIOException(trouble);
            }
        }
        var location = e.getLocation() == null ? reached : e.getLocation();
        int line = location == null ? 1 : Math.max(1, location.getLineNumber());
        int column = location == null ? 1 : Math.max(1, location.getColumnNumber());
        return new MalformedXmlException(firstLine(e.getMessage()), line, column);
    }

    /** The parser reports bytes it cannot decode as trouble with the stream. */
    private static boolean isAboutBytes(IOException trouble) {
        return trouble instanceof CharConversionException
                || trouble instanceof CharacterCodingException
                || trouble instanceof UnsupportedEncodingException;
    }

    /** The parser appends its own account of the place on further lines. */
    private static String firstLine(@Nullable String message) {
        if (message == null) {
            return "it cannot be parsed";
        }
        int end = message.indexOf('\n');
        return (end < 0 ? message : message.substring(0, end)).strip();
    }
}

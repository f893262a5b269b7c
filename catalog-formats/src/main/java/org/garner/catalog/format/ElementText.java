package org.garner.catalog.format;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Writes an element that is being read as XML text: prefixes, attributes and texts as they were; comments are left out. */
final class ElementText {
    private final StringBuilder out = new StringBuilder(1 << 14);
    private final int maxBytes;

    ElementText(int maxBytes) {
        this.maxBytes = maxBytes;
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    void start(XMLStreamReader element, Collection<NamespaceStack.Declaration> namespaces) {
        out.append('<');
        name(element.getPrefix(), element.getLocalName());
        for (var namespace : namespaces) {
            declare(namespace, out);
        }
        for (int i = 0; i < element.getAttributeCount(); i++) {
            out.append(' ');
            name(element.getAttributePrefix(i), element.getAttributeLocalName(i));
            quote(element.getAttributeValue(i), out);
        }
        out.append('>');
    }

    void end(XMLStreamReader element) {
        out.append("</");
        name(element.getPrefix(), element.getLocalName());
        out.append('>');
    }

    void text(String text) {
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            var reference = switch (text.charAt(i)) {
                case '<' -> "&lt;";
                case '>' -> "&gt;";
                case '&' -> "&amp;";
                case '\r' -> "&#13;";
                default -> null;
            };
            if (reference != null) {
                out.append(text, written, i).append(reference);
                written = i + 1;
            }
        }
        out.append(text, written, text.length());
    }

    /** True when the text is certainly longer than allowed; every character takes at least one byte. */
    boolean isFull() {
        return out.length() > maxBytes;
    }

    byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void name(@Nullable String prefix, String localName) {
        if (prefix != null && !prefix.isEmpty()) {
            out.append(prefix).append(':');
        }
        out.append(localName);
    }

    /** Writes a declaration of a namespace as it stands in a start tag, after a blank. */
    static void declare(NamespaceStack.Declaration namespace, StringBuilder out) {
        out.append(" xmlns");
        if (!namespace.prefix().isEmpty()) {
            out.append(':').append(namespace.prefix());
        }
        quote(namespace.uri(), out);
    }

    private static void quote(String value, StringBuilder out) {
        out.append("=\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\n', '\r', '\t' -> out.append("&#").append((int) c).append(';');
                default -> {
                    if (c >= ' ') {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}

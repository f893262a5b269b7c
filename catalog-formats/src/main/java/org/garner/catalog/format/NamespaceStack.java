package org.garner.catalog.format;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import javax.xml.stream.XMLStreamReader;

/** The namespace declarations that hold where a cursor stands. */
final class NamespaceStack {
    private final List<Declaration> open = new ArrayList<>();

    /**
     * @param prefix the prefix, empty for the default namespace
     * @param uri the namespace, empty when the default is taken back
     */
    record Declaration(int depth, String prefix, String uri) {}

    void open(int depth, XMLStreamReader element) {
        for (int i = 0; i < element.getNamespaceCount(); i++) {
            var prefix = element.getNamespacePrefix(i);
            var uri = element.getNamespaceURI(i);
            open.add(new Declaration(depth, prefix == null ? "" : prefix, uri == null ? "" : uri));
        }
    }

    void close(int depth) {
        while (!open.isEmpty() && open.getLast().depth() >= depth) {
            open.removeLast();
        }
    }

    /** One declaration for each prefix: the innermost. */
    Collection<Declaration> inScope() {
        var byPrefix = new LinkedHashMap<String, Declaration>();
        open.forEach(declaration -> byPrefix.put(declaration.prefix(), declaration));
        byPrefix.values().removeIf(declaration -> declaration.uri().isEmpty());
        return byPrefix.values();
    }

    Collection<Declaration> declaredAt(int depth) {
        int from = open.size();
        while (from > 0 && open.get(from - 1).depth() == depth) {
            from--;
        }
        return List.copyOf(open.subList(from, open.size()));
    }
}

package org.garner.catalog.format;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Names what a document seems to be when no reader takes it, so that an operator knows what the source really serves. */
final class DocumentKind {
    private static final int HEAD = 512;

    private DocumentKind() {}

    /** By its first bytes, for what cannot be read as XML; empty when it looks like XML. */
    static String ofBytes(byte[] document) {
        var written = new String(document, 0, Math.min(document.length, HEAD), StandardCharsets.UTF_8)
                .replace("\u0000", "")
                .replace("\ufeff", "")
                .strip();
        var head = written.toLowerCase(Locale.ROOT);
        if (head.isEmpty()) {
            return "an empty document";
        }
        if (head.startsWith("<!doctype html") || head.startsWith("<html") || head.contains("<html")) {
            return "an HTML page";
        }
        if (head.startsWith("{") || head.startsWith("[")) {
            return "JSON";
        }
        if (head.startsWith("@prefix") || head.startsWith("@base") || head.startsWith("prefix ")) {
            return "RDF in Turtle";
        }
        if (head.startsWith("%pdf")) {
            return "a PDF file";
        }
        if (head.startsWith("pk\u0003\u0004")) {
            return "a ZIP file";
        }
        return head.startsWith("<") ? "" : "plain text that begins '%s'".formatted(beginning(written));
    }

    /** By its root element. */
    static String ofRoot(String namespace, String localName) {
        var name = localName.toLowerCase(Locale.ROOT);
        if (namespace.startsWith("http://standards.iso.org/iso/19115/-3/")) {
            return "an ISO 19115-3 record";
        }
        if (name.equals("fc_featurecatalogue")) {
            return "an ISO 19110 feature catalogue";
        }
        if (name.equals("metadata") && namespace.isEmpty()) {
            return "an FGDC CSDGM record";
        }
        if (name.equals("dif") || namespace.startsWith("http://gcmd.gsfc.nasa.gov/")) {
            return "a DIF record";
        }
        if (namespace.equals("http://www.w3.org/1999/02/22-rdf-syntax-ns#")) {
            return "RDF (DCAT or another vocabulary)";
        }
        if (name.equals("html")) {
            return "an HTML page";
        }
        if (name.equals("exceptionreport") || name.equals("serviceexceptionreport")) {
            return "an OGC exception report";
        }
        if (namespace.startsWith("http://www.opengis.net/cat/csw/")) {
            return isDublinCore(name)
                    ? "a Dublin Core record (csw:%s)".formatted(localName)
                    : "a CSW answer (csw:%s)".formatted(localName);
        }
        if (namespace.startsWith("http://www.openarchives.org/OAI/2.0/oai_dc")) {
            return "a Dublin Core record";
        }
        if (namespace.startsWith("http://www.interlis.ch/")) {
            return "a GM03 record";
        }
        return namespace.isEmpty()
                ? "a document <%s>".formatted(localName)
                : "a document <%s> of %s".formatted(localName, namespace);
    }

    private static boolean isDublinCore(String name) {
        return name.equals("record") || name.equals("briefrecord") || name.equals("summaryrecord");
    }

    private static String beginning(String text) {
        var line = text.lines().findFirst().orElse("");
        return line.length() > 40 ? line.substring(0, 40) + "…" : line;
    }
}

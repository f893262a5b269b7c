package org.garner.harvesters.csw;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import org.garner.catalog.format.MalformedXmlException;
import org.garner.catalog.format.Xml;
import org.garner.catalog.format.XmlCursor;
import org.garner.harvest.Revision;
import org.jspecify.annotations.Nullable;

/**
 * One record of a page.
 *
 * @param id what it calls itself, or null when it has no name
 * @param root the local name of its root element
 * @param xml the record as a document of its own
 * @param line where it begins in the page, from 1
 */
record FoundRecord(@Nullable String id, String root, byte[] xml, int line) {
    private static final String DC = "http://purl.org/dc/elements/1.1/";
    private static final String DCT = "http://purl.org/dc/terms/";

    /** Reads no further than to the record's name, which in most records stands first. */
    static FoundRecord of(byte[] xml, int line) throws MalformedXmlException {
        try (var record = Xml.read(xml)) {
            var root = record.localName();
            String id = null;
            for (int here = record.depth(); id == null && record.child(here); ) {
                if (record.localName().equals("fileIdentifier") || record.is(DC, "identifier")) {
                    id = blankToNull(record.text());
                } else if (record.localName().equals("metadataIdentifier")) {
                    id = code(record);
                }
            }
            return new FoundRecord(id, root, xml, line);
        }
    }

    /** When the record says it was changed, as it is written. */
    private @Nullable String date() {
        try (var record = Xml.read(xml)) {
            for (int here = record.depth(); record.child(here); ) {
                if (record.localName().equals("dateStamp") || record.is(DCT, "modified")) {
                    var date = blankToNull(record.text());
                    if (date != null) {
                        return date;
                    }
                }
            }
            return null;
        } catch (MalformedXmlException e) {
            // Whoever reads the whole record says so; a date beyond that place tells nothing.
            return null;
        }
    }

    /** True for the roots of ISO 19115: MD_Metadata, its extensions MI_Metadata and CHE_MD_Metadata, in any edition. */
    boolean isIso() {
        return root.endsWith("MD_Metadata") || root.equals("MI_Metadata");
    }

    /** What the date is worth for telling whether the record has changed. */
    @Nullable
    Revision revision() {
        var date = date();
        if (date == null) {
            return null;
        }
        var stated = date.replace(' ', 'T');
        try {
            return Revision.at(date, OffsetDateTime.parse(stated).toInstant());
        } catch (DateTimeException e) {
            return withoutZone(date, stated);
        }
    }

    private static Revision withoutZone(String date, String stated) {
        try {
            return stated.length() > 10
                    ? Revision.atLocal(date, LocalDateTime.parse(stated))
                    : Revision.onDay(date, LocalDate.parse(stated));
        } catch (DateTimeException e) {
            // A year, a month or a word: it tells a change when it differs and nothing when it is the same.
            return new Revision(date, null);
        }
    }

    /** ISO 19115-3: metadataIdentifier/MD_Identifier/code. */
    private static @Nullable String code(XmlCursor record) throws MalformedXmlException {
        String code = null;
        for (int outer = record.depth(); record.child(outer); ) {
            for (int inner = record.depth(); record.child(inner); ) {
                if (code == null && record.localName().equals("code")) {
                    code = blankToNull(record.text());
                }
            }
        }
        return code;
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text.strip();
    }
}

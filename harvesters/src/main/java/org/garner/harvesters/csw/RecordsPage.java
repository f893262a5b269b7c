package org.garner.harvesters.csw;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.garner.catalog.format.MalformedXmlException;
import org.garner.catalog.format.Xml;
import org.garner.catalog.format.XmlCursor;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.http.SourceReply;
import org.garner.harvest.http.SourceRequest;
import org.jspecify.annotations.Nullable;

/**
 * The records of one answer, read in one pass. A page that breaks in the middle keeps the records that were whole before that place.
 *
 * @param from the address that answered
 * @param records the whole records, in order
 * @param claims what the answer says about itself
 * @param broken where and why reading stopped before the end, else null
 */
record RecordsPage(URI from, List<FoundRecord> records, Claims claims, HarvestFailure.@Nullable Malformed broken) {
    static final String GET_RECORDS = "GetRecordsResponse";
    static final String GET_RECORD_BY_ID = "GetRecordByIdResponse";

    /**
     * What a page of GetRecords says about itself (OGC 07-006r1, table 35); every number may be missing or wrong.
     *
     * @param matched how many records there are in all
     * @param returned how many are in this page
     * @param next the position of the next page; 0 at the end
     * @param elements the element set of the records
     */
    record Claims(
            @Nullable Long matched,
            @Nullable Long returned,
            @Nullable Long next,
            @Nullable String elements) {
        static final Claims NONE = new Claims(null, null, null, null);
    }

    static RecordsPage read(SourceReply reply) {
        var records = new ArrayList<FoundRecord>();
        var claims = Claims.NONE;
        HarvestFailure.Malformed broken = null;
        try (var stream = reply.body().open();
                var in = Xml.read(stream)) {
            if (in.localName().equals(GET_RECORDS)) {
                for (int root = in.depth(); in.child(root); ) {
                    if (in.localName().equals("SearchResults")) {
                        claims = claims(in);
                        records(in, records);
                    }
                }
            } else {
                records(in, records);
            }
        } catch (MalformedXmlException e) {
            broken = new HarvestFailure.Malformed(
                    reply.uri(),
                    "%s is broken after %d whole records: %s".formatted(reply.uri(), records.size(), e.getMessage()),
                    e.line(),
                    e.column());
        } catch (IOException e) {
            throw new UncheckedIOException("The body of %s was lost after it had arrived".formatted(reply.uri()), e);
        }
        return new RecordsPage(reply.uri(), List.copyOf(records), claims, broken);
    }

    private static void records(XmlCursor in, List<FoundRecord> records) throws MalformedXmlException {
        for (int container = in.depth(); in.child(container); ) {
            records.add(FoundRecord.in(in, (int) SourceRequest.RECORD));
        }
    }

    private static Claims claims(XmlCursor in) {
        return new Claims(
                number(in.attribute("", "numberOfRecordsMatched")),
                number(in.attribute("", "numberOfRecordsReturned")),
                number(in.attribute("", "nextRecord")),
                in.attribute("", "elementSet"));
    }

    private static @Nullable Long number(@Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            // A number that is none claims nothing.
            return null;
        }
    }

    /** True when records are missing because the answer breaks off. */
    boolean isCut() {
        return broken != null && (claims.returned() == null || records.size() < claims.returned());
    }

    /** True when the records are whole ISO records, so that they need not be asked for one by one. */
    boolean hasDocuments() {
        var elements = claims.elements();
        boolean less = "brief".equalsIgnoreCase(elements) || "summary".equalsIgnoreCase(elements);
        return !less && records.stream().anyMatch(FoundRecord::isIso);
    }
}

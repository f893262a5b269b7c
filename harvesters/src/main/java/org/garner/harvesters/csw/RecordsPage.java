package org.garner.harvesters.csw;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.garner.catalog.format.MalformedXmlException;
import org.garner.catalog.format.RecordCuts;
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
    private static final String SEARCH_RESULTS = "SearchResults";
    /** A page beyond this is read piece by piece, so that it is in memory once and not twice. */
    private static final long LARGEST_CUT = 32L << 20;

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

    /** Reads an answer: cut into its records where it is as answers usually are, by a parser where it is not. */
    static RecordsPage read(SourceReply reply) {
        try {
            var cut = reply.body().size() <= LARGEST_CUT ? cut(reply) : null;
            return cut == null ? parsed(reply) : cut;
        } catch (IOException e) {
            throw new UncheckedIOException("The body of %s was lost after it had arrived".formatted(reply.uri()), e);
        }
    }

    private static @Nullable RecordsPage cut(SourceReply reply) throws IOException {
        var page = reply.body().bytes();
        try (var root = Xml.read(page)) {
            var container = root.localName().equals(GET_RECORDS) ? SEARCH_RESULTS : root.localName();
            var cuts = RecordCuts.of(page, container, (int) SourceRequest.RECORD);
            return cuts.isEmpty() ? null : cut(reply, cuts.get());
        } catch (MalformedXmlException e) {
            // The parser stumbles over the same place, and then knows how much was whole before it.
            return null;
        }
    }

    private static RecordsPage cut(SourceReply reply, RecordCuts cuts) throws MalformedXmlException {
        try (var in = cuts.rest()) {
            var claims = Claims.NONE;
            if (in.localName().equals(GET_RECORDS)) {
                for (int root = in.depth(); in.child(root) && !in.localName().equals(SEARCH_RESULTS); ) {
                    // Records are in the search results only.
                }
                claims = claims(in);
            }
            var records = new ArrayList<FoundRecord>();
            for (var cut : cuts.records(in)) {
                records.add(FoundRecord.of(cut.document(), cut.line()));
            }
            in.finish();
            return new RecordsPage(reply.uri(), List.copyOf(records), claims, null);
        }
    }

    private static RecordsPage parsed(SourceReply reply) throws IOException {
        var records = new ArrayList<FoundRecord>();
        var claims = Claims.NONE;
        HarvestFailure.Malformed broken = null;
        try (var stream = reply.body().open();
                var in = Xml.read(stream)) {
            if (in.localName().equals(GET_RECORDS)) {
                for (int root = in.depth(); in.child(root); ) {
                    if (in.localName().equals(SEARCH_RESULTS)) {
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
        }
        return new RecordsPage(reply.uri(), List.copyOf(records), claims, broken);
    }

    private static void records(XmlCursor in, List<FoundRecord> records) throws MalformedXmlException {
        for (int container = in.depth(); in.child(container); ) {
            int line = in.line();
            records.add(FoundRecord.of(in.element((int) SourceRequest.RECORD), line));
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

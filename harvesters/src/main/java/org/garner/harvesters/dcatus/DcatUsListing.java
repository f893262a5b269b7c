package org.garner.harvesters.dcatus;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.garner.harvest.Cursor;
import org.garner.harvest.Fetched;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.ListingPage;
import org.garner.harvest.RecordKey;
import org.garner.harvest.http.SourceRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.JacksonIOException;

/** Reads datasets from a data.json that has arrived: in pages, or a few by their identifiers. */
final class DcatUsListing {
    /** A page ends after so many entries, or after the entry that fills so many bytes. */
    static final int ENTRIES_IN_A_PAGE = 200;

    static final long BYTES_IN_A_PAGE = 8 << 20;

    private final DataJson document;
    private final CatalogueIndex index;

    DcatUsListing(DataJson document) {
        this.document = document;
        this.index = document.index();
    }

    /** Begins again when the cursor is of another document: the source changed it while the listing was interrupted. */
    ListingPage page(Cursor cursor) throws IOException {
        var at = document.first();
        if (!cursor.atStart()) {
            var before = DcatUsCursor.of(cursor);
            at = before.document().equals(index.document()) ? before.place() : at;
        }
        var records = new ArrayList<ListedRecord>();
        var problems = new ArrayList<HarvestFailure>();
        long bytes = 0;
        try (var reading = new Reading(at)) {
            int seen = 0;
            Entry entry = reading.next();
            while (entry != null) {
                var record = listed(entry, reading, problems);
                if (record != null) {
                    records.add(record);
                    bytes += record.document() == null ? 0 : record.document().length;
                }
                seen++;
                if (seen >= ENTRIES_IN_A_PAGE || bytes >= BYTES_IN_A_PAGE) {
                    var next = new DcatUsCursor(index.document(), reading.place());
                    return new ListingPage(records, next.text(), isPartial(), problems, index.listed(), mode());
                }
                entry = reading.next();
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
        if (index.broken() != null) {
            problems.add(index.broken());
        }
        return new ListingPage(records, null, isPartial(), problems, index.listed(), mode());
    }

    /** A document that breaks off may have held the rest; nothing is withdrawn after it. */
    private boolean isPartial() {
        return index.broken() != null;
    }

    private String mode() {
        return "one data.json of %,d bytes, Project Open Data 1.1, in pages of %d"
                .formatted(document.reply().body().size(), ENTRIES_IN_A_PAGE);
    }

    private @Nullable ListedRecord listed(Entry entry, Reading reading, List<HarvestFailure> problems)
            throws IOException {
        var identifier = entry.identifier();
        if (identifier == null) {
            problems.add(problem(entry, entry.name() + ": " + entry.flaw()));
            return null;
        }
        if (!entry.wanted()) {
            return null;
        }
        if (index.isRepeated(entry)) {
            problems.add(problem(
                    entry, "Duplicate entry ignored for identifier %s: %s".formatted(identifier, entry.name())));
            return null;
        }
        if (index.lacksCollection(entry)) {
            problems.add(problem(
                    entry,
                    "%s: the collection '%s' that it is part of is not in this catalogue; the dataset is kept outside a collection"
                            .formatted(entry.name(), entry.partOf())));
        }
        // What is too large for a record is left to the fetch, which says so of this record alone.
        return new ListedRecord(
                new RecordKey(identifier), null, null, entry.isTooLarge() ? null : reading.document(entry));
    }

    private HarvestFailure problem(Entry entry, String what) {
        return new HarvestFailure.Malformed(
                document.reply().uri(),
                what,
                entry.start().line(),
                entry.start().column());
    }

    /** Looks for these records; one pass for all of them. */
    List<Fetched> find(List<RecordKey> keys) throws IOException {
        var found = new LinkedHashMap<RecordKey, Fetched>();
        keys.forEach(key -> found.put(
                key,
                new Fetched.Failed(
                        key,
                        new HarvestFailure.Unexpected(
                                document.reply().uri(), "a dataset with the identifier " + key, "none"))));
        int left = found.size();
        try (var reading = new Reading(document.first())) {
            for (var entry = reading.next(); entry != null && left > 0; entry = reading.next()) {
                var identifier = entry.identifier();
                var key = identifier == null ? null : new RecordKey(identifier);
                if (key != null && entry.isListed() && found.containsKey(key) && !index.isRepeated(entry)) {
                    found.put(key, fetched(key, entry, reading));
                    left--;
                }
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
        return List.copyOf(found.values());
    }

    private Fetched fetched(RecordKey key, Entry entry, Reading reading) throws IOException {
        return entry.isTooLarge()
                ? new Fetched.Failed(
                        key, new HarvestFailure.TooLarge(document.reply().uri(), SourceRequest.RECORD))
                : new Fetched.Document(key, reading.document(entry), null);
    }

    /** Entries from a place on, and their bytes: two streams over the same document, of which the second only goes where a document is wanted. */
    private final class Reading implements Closeable {
        private final EntryStream entries;
        private final InputStream bytes;
        private long taken;

        Reading(Place from) throws IOException {
            var body = document.reply().body();
            bytes = body.open();
            entries = EntryStream.after(from, body.open(), document.settings().filters());
        }

        /** The next entry; null at the end of what the first pass could read. */
        @Nullable
        Entry next() {
            return entries.index() < index.entries() ? entries.next() : null;
        }

        Place place() {
            return entries.here();
        }

        byte[] document(Entry entry) throws IOException {
            bytes.skipNBytes(entry.start().offset() - taken);
            var own =
                    bytes.readNBytes(Math.toIntExact(entry.end() - entry.start().offset()));
            taken = entry.end();
            return document.document(entry, own);
        }

        @Override
        public void close() throws IOException {
            entries.close();
            bytes.close();
        }
    }
}

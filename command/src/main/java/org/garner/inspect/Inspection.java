package org.garner.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.garner.catalog.format.DatasetReaders;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.UnreadableRecordException;
import org.garner.harvest.Cursor;
import org.garner.harvest.Fetched;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Harvester;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.ListingRequest;
import org.garner.harvest.RecordRef;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.http.KeptReplies;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceRequest;
import org.garner.harvesters.Harvesters;
import org.jspecify.annotations.Nullable;

/** Reads one document, or the records of a listing one by one, and counts what came of them. Used once. */
public final class Inspection {
    private final DatasetReaders readers = DatasetReaders.standard();
    private final Results results;
    private final long limit;
    private long read;
    private long unreadable;

    /** @param limit how many records of a listing are read at most */
    public Inspection(Results results, long limit) {
        this.results = results;
        this.limit = limit;
    }

    public long read() {
        return read;
    }

    public long unreadable() {
        return unreadable;
    }

    /** Reads a file with one record, or with a source that is one document. */
    public void file(Path file) throws InterruptedException {
        try {
            var reply = new FileReply(file);
            // Only those that need no further address can tell from a file.
            var source = Harvesters.onClassPath().all().stream()
                    .filter(Harvester::inOneDocument)
                    .filter(one -> one.recognises(reply.reply()))
                    .findFirst();
            if (source.isPresent()) {
                listing(reply.address(), source.get(), reply);
                return;
            }
            var size = Files.size(file);
            if (size > SourceRequest.RECORD) {
                failed(new Finding(
                        file.toString(),
                        HarvestFailure.Kind.FORMAT.word(),
                        "The file has %,d bytes; a record has at most %,d.".formatted(size, SourceRequest.RECORD),
                        null,
                        null));
                return;
            }
            document(file.toString(), Files.readAllBytes(file));
        } catch (SourceException e) {
            failed(Finding.of(file.toString(), e.failure()));
        } catch (UncheckedIOException | IOException e) {
            var why = e instanceof NoSuchFileException ? "there is no such file" : e.toString();
            failed(new Finding(
                    file.toString(),
                    HarvestFailure.Kind.SOURCE.word(),
                    "The file could not be read: %s.".formatted(why),
                    null,
                    null));
        }
    }

    /**
     * Reads what an address answers: one record, or a listing and its records.
     *
     * @param type which harvester reads the listing; null to find out
     */
    public void address(URI url, @Nullable HarvesterType type, SourceClient client) throws InterruptedException {
        var harvesters = Harvesters.onClassPath();
        try {
            if (type != null) {
                listing(url, harvesters.byType(type), client);
                return;
            }
            try (var reply = client.send(SourceRequest.get(url, SourceRequest.PAGE))) {
                var found = harvesters.detect(reply);
                if (found.isEmpty() && reply.body().size() <= SourceRequest.RECORD) {
                    var bytes = reply.body().bytes();
                    if (isRecord(bytes)) {
                        document(url.toString(), bytes);
                        return;
                    }
                }
            }
            var harvester = harvesters.detect(url, client);
            if (harvester.isPresent()) {
                listing(url, harvester.get(), client);
            } else {
                failed(Finding.of(
                        url.toString(),
                        new HarvestFailure.Unexpected(
                                url,
                                "a record, or a source of type " + types(harvesters),
                                "neither; --type says which one it is")));
            }
        } catch (SourceException e) {
            failed(Finding.of(null, e.failure()));
        } catch (IOException e) {
            failed(Finding.of(url.toString(), new HarvestFailure.Unreachable(url, String.valueOf(e.getMessage()))));
        }
    }

    private static String types(Harvesters harvesters) {
        return String.join(
                ", ",
                harvesters.all().stream()
                        .map(one -> one.type().value())
                        .sorted()
                        .toList());
    }

    private boolean isRecord(byte[] bytes) {
        try {
            readers.read(bytes, ReadingOptions.PLAIN);
            return true;
        } catch (UnreadableRecordException e) {
            // A record that lacks a title is one all the same.
            return e.fault() == UnreadableRecordException.Fault.MAPPING;
        }
    }

    private void listing(URI url, Harvester harvester, SourceClient client)
            throws SourceException, InterruptedException {
        try (var kept = new KeptReplies(client)) {
            pages(url, harvester, kept);
        }
    }

    private void pages(URI url, Harvester harvester, SourceClient client) throws SourceException, InterruptedException {
        var source = new HarvestSource(
                new UUID(0, 0), "inspected", url, "inspected", harvester.type(), SourceConfig.NONE, null);
        var cursor = Cursor.START;
        while (cursor != null && read + unreadable < limit) {
            var page = harvester.list(new ListingRequest(source, cursor, true), client);
            page.problems().forEach(problem -> failed(Finding.of(null, problem)));
            records(source, harvester, page.records(), client);
            cursor = page.next();
        }
    }

    private void records(HarvestSource source, Harvester harvester, List<ListedRecord> records, SourceClient client)
            throws SourceException, InterruptedException {
        var missing = new ArrayList<RecordRef>();
        for (var record : records) {
            if (read + unreadable + missing.size() >= limit) {
                break;
            }
            if (record.document() != null) {
                document(record.key().value(), record.document());
            } else {
                var url = record.fetchUrl() == null ? source.url() : URI.create(record.fetchUrl());
                missing.add(new RecordRef(record.key(), url, null));
            }
        }
        for (var from = 0; from < missing.size(); from += harvester.fetchBatch()) {
            var batch = missing.subList(from, Math.min(missing.size(), from + harvester.fetchBatch()));
            for (var fetched : harvester.fetch(source, batch, client)) {
                switch (fetched) {
                    case Fetched.Document(var key, var content, var validator) -> document(key.value(), content);
                    case Fetched.Failed(var key, var failure) -> failed(Finding.of(key.value(), failure));
                    case Fetched.NotModified(var key) ->
                        failed(new Finding(
                                key.value(),
                                HarvestFailure.Kind.SOURCE.word(),
                                "Expected the document, found 304 to an unconditional request.",
                                null,
                                null));
                }
            }
        }
    }

    private void document(String name, byte[] bytes) {
        try {
            var reading = readers.read(bytes, ReadingOptions.PLAIN);
            read++;
            results.read(name, reading);
        } catch (UnreadableRecordException e) {
            failed(Finding.of(name, e));
        }
    }

    private void failed(Finding finding) {
        unreadable++;
        results.failed(finding);
    }
}

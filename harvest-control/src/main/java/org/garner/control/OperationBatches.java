package org.garner.control;

import java.util.UUID;
import org.garner.catalog.store.Catalogue;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.JobHistory;
import org.garner.ledger.Operations.Operation;
import org.garner.ledger.Sources;
import org.jspecify.annotations.Nullable;

/**
 * The batches of operations. Each finds in the operation's position where it goes on, and is run in a transaction of its own that the caller opens and
 * guards; so any leader can go on with any operation.
 */
class OperationBatches {
    private static final int DATASETS = 500;
    private static final int RECORDS = 5000;
    private static final String WITHDRAW = "withdraw ";
    private static final String FORGET = "forget ";
    private static final UUID START = new UUID(0, 0);

    private final Tables tables;
    private final JobRemoval removal;

    /** The tables that operations read and write. */
    record Tables(
            Catalogue catalogue, HarvestRecords records, HarvestObjects objects, Sources sources, JobHistory history) {}

    /**
     * What a batch has done.
     *
     * @param done how many rows it looked at
     * @param position where the next batch goes on; null when this was the last one
     */
    record Batch(long done, @Nullable String position) {}

    OperationBatches(Tables tables, JobRemoval removal) {
        this.tables = tables;
        this.removal = removal;
    }

    /** How many rows an operation will look at. */
    long total(Operation operation) {
        return switch (operation.asked().kind()) {
            case CLEAR, DELETE_SOURCE ->
                tables.catalogue().countOf(operation.source())
                        + tables.records().count(operation.source());
            case CLEAR_HISTORY ->
                tables.history().objects(operation.source(), operation.asked().keepCurrent());
        };
    }

    Batch next(Operation operation) {
        return switch (operation.asked().kind()) {
            case CLEAR, DELETE_SOURCE -> clear(operation.source(), operation.position());
            case CLEAR_HISTORY ->
                clearHistory(operation.source(), operation.asked().keepCurrent(), operation.position());
        };
    }

    /** What belongs to the end of an operation, in the transaction of its last batch. */
    void close(Operation operation) {
        switch (operation.asked().kind()) {
            case CLEAR -> tables.sources().forgetListing(operation.source());
            case DELETE_SOURCE -> {
                tables.sources().forgetListing(operation.source());
                tables.sources().delete(operation.source());
            }
            case CLEAR_HISTORY -> {}
        }
    }

    /**
     * A dataset goes together with what is held of its record, so that the next job brings it back, wherever the operation was cancelled. Records without a
     * dataset follow.
     */
    private Batch clear(UUID source, String position) {
        if (position.startsWith(FORGET)) {
            var forgotten = tables.records().forget(source, position.substring(FORGET.length()), RECORDS);
            return new Batch(forgotten.records(), forgotten.records() < RECORDS ? null : FORGET + forgotten.last());
        }
        var after = position.startsWith(WITHDRAW) ? position.substring(WITHDRAW.length()) : "";
        var datasets = tables.catalogue().ofSource(source, after, DATASETS);
        if (datasets.isEmpty()) {
            return new Batch(0, FORGET);
        }
        tables.catalogue().withdraw(datasets.values(), "its source was cleared");
        var forgotten = tables.records().forget(source, datasets.keySet());
        tables.objects()
                .notCurrent(datasets.values().stream().map(id -> id.value()).toList());
        return new Batch(
                datasets.size() + forgotten,
                datasets.size() < DATASETS
                        ? FORGET
                        : WITHDRAW + datasets.lastEntry().getKey());
    }

    private Batch clearHistory(UUID source, boolean keepCurrent, String position) {
        var place = HistoryPlace.of(position);
        var job = place == null
                ? tables.history().next(source, START, keepCurrent).orElse(null)
                : place.job();
        if (job == null) {
            return new Batch(0, null);
        }
        var piece = removal.next(job, keepCurrent, place == null ? START : place.after());
        if (!piece.ended()) {
            return new Batch(piece.passed(), new HistoryPlace(job, piece.last()).text());
        }
        return new Batch(
                piece.passed(),
                tables.history()
                        .next(source, job, keepCurrent)
                        .map(next -> new HistoryPlace(next, START).text())
                        .orElse(null));
    }

    /** The job whose history is being removed, and the object up to which it is. */
    private record HistoryPlace(UUID job, UUID after) {
        static @Nullable HistoryPlace of(String text) {
            if (text.isEmpty()) {
                return null;
            }
            var parts = text.split(" ", 2);
            return new HistoryPlace(UUID.fromString(parts[0]), UUID.fromString(parts[1]));
        }

        String text() {
            return job + " " + after;
        }
    }
}

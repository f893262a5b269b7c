package org.garner.inspect;

import org.garner.catalog.format.UnreadableRecordException;
import org.garner.harvest.HarvestFailure;
import org.jspecify.annotations.Nullable;

/**
 * Something that could not be read.
 *
 * @param record the file, the address or the record's name in its source; null when it is the listing's trouble
 * @param kind source, transport, format, validation or mapping
 * @param line the line in the document from 1, if known
 * @param column the column in the line from 1, if known
 */
public record Finding(
        @Nullable String record,
        String kind,
        String message,
        @Nullable Integer line,
        @Nullable Integer column) {

    static Finding of(@Nullable String record, HarvestFailure failure) {
        return new Finding(record, failure.kind().word(), failure.describe(), failure.line(), failure.column());
    }

    static Finding of(String record, UnreadableRecordException unreadable) {
        var kind = unreadable.fault() == UnreadableRecordException.Fault.FORMAT
                ? HarvestFailure.Kind.FORMAT
                : HarvestFailure.Kind.MAPPING;
        return new Finding(
                record, kind.word(), String.valueOf(unreadable.getMessage()), unreadable.line(), unreadable.column());
    }

    /** The sentence with its place in front. */
    public String describe() {
        var place = line == null ? "" : " at line %d%s".formatted(line, column == null ? "" : ", column " + column);
        return "%s%s (%s): %s".formatted(record == null ? "the listing" : record, place, kind, message);
    }
}

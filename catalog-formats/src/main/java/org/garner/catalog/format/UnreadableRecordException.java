package org.garner.catalog.format;

import org.jspecify.annotations.Nullable;

/** A record makes no dataset: it cannot be parsed, is of an unknown format, or lacks what a dataset needs. */
public class UnreadableRecordException extends Exception {
    private final Fault fault;
    private final @Nullable Integer line;
    private final @Nullable Integer column;

    /** What is wrong with the record. */
    public enum Fault {
        /** It cannot be parsed, or no reader knows it. */
        FORMAT,
        /** It can be parsed but makes no dataset. */
        MAPPING
    }

    /**
     * @param message what was expected and what was found
     * @param line the line from 1, if known
     * @param column the column from 1, if known
     */
    public UnreadableRecordException(Fault fault, String message, @Nullable Integer line, @Nullable Integer column) {
        super(message);
        this.fault = fault;
        this.line = line;
        this.column = column;
    }

    public Fault fault() {
        return fault;
    }

    public @Nullable Integer line() {
        return line;
    }

    public @Nullable Integer column() {
        return column;
    }
}

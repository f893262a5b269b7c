package org.garner.catalog.format;

/** Bytes that are not XML, or break a limit, with the place where reading stopped. */
public final class MalformedXmlException extends Exception {
    private final int line;
    private final int column;

    /**
     * @param message what is wrong, without the place
     * @param line the line from 1
     * @param column the column from 1
     */
    public MalformedXmlException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    /** The same trouble as one of a record that cannot be read. */
    public UnreadableRecordException unreadable() {
        return new UnreadableRecordException(
                UnreadableRecordException.Fault.FORMAT,
                "The document is not readable XML: %s (line %d, column %d)".formatted(getMessage(), line, column),
                line,
                column);
    }
}

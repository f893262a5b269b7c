package org.garner.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes errors as comma-separated values (RFC 4180) that no spreadsheet takes for formulas. */
public final class ErrorsCsv implements AutoCloseable {
    private final Writer out;

    /** @throws UncheckedIOException when the file cannot be written */
    public ErrorsCsv(Path file) {
        this(open(file));
    }

    /** @param out is closed with the table */
    public ErrorsCsv(Writer out) {
        this.out = out;
        try {
            out.write("guid,stage,kind,message,line,url\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The errors cannot be written", e);
        }
    }

    private static Writer open(Path file) {
        try {
            return Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written: %s".formatted(file, e), e);
        }
    }

    public void add(JobError error) {
        try {
            out.write(String.join(
                    ",",
                    cell(error.guid()),
                    cell(error.stage()),
                    cell(error.kind()),
                    cell(error.message()),
                    error.line() == null ? "" : error.line().toString(),
                    cell(error.url())));
            out.write("\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The errors cannot be written", e);
        }
    }

    /** Messages quote what sources sent: a value that a spreadsheet would run as a formula gets an apostrophe in front. */
    private static String cell(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        var safe = "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return safe.matches("[^\",\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The errors cannot be written", e);
        }
    }
}

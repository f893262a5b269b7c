package org.garner.control.rest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An answer as a table (RFC 4180), row by row. A cell that a spreadsheet would take for a formula gets an apostrophe in front: names of records are
 * the words of strangers.
 */
final class Csv implements AutoCloseable {
    static final String TYPE = "text/csv";

    private final Writer out;

    private Csv(Writer out) {
        this.out = out;
    }

    static Csv answer(HttpServletResponse response, String name, String... columns) throws IOException {
        response.setContentType(TYPE + ";charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"%s.csv\"".formatted(name));
        var csv = new Csv(response.getWriter());
        csv.row((Object[]) columns);
        return csv;
    }

    /** One page of a list, and what to do with each of its rows. */
    @FunctionalInterface
    interface Pages<T> {
        List<T> after(String cursor, int most);
    }

    /** Writes a row somewhere. */
    @FunctionalInterface
    interface Row<T> {
        void of(T row) throws IOException;
    }

    /** Walks over a list page by page, from the cursor to its end, or for so many rows. */
    static <T> void pages(String cursor, @Nullable Integer limit, Pages<T> pages, Function<T, String> name, Row<T> each)
            throws IOException {
        if (limit != null && limit < 1) {
            throw ProblemException.parameter("The parameter limit is 1 or more, but was %d.".formatted(limit));
        }
        var left = limit == null ? Integer.MAX_VALUE : limit;
        for (var after = cursor; left > 0; ) {
            var page = pages.after(after, Math.min(left, Page.MOST));
            for (var row : page) {
                each.of(row);
            }
            if (page.size() < Page.MOST) {
                break;
            }
            left -= page.size();
            after = name.apply(page.getLast());
        }
    }

    void row(@Nullable Object... cells) throws IOException {
        out.write(line(cells));
    }

    /** A row with its end of line. */
    static String line(@Nullable Object... cells) {
        var line = new ArrayList<String>(cells.length);
        for (var cell : cells) {
            line.add(cell(cell == null ? "" : cell.toString()));
        }
        return String.join(",", line) + "\r\n";
    }

    private static String cell(String text) {
        var safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}

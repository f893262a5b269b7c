package org.garner.console;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows under headings, aligned; nothing is cut off. Numbers stand at the right, times are in UTC, and what is not there is a hyphen. */
public final class Table {
    private final List<String> headings;
    private final boolean[] numbers;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        this.headings = List.of(headings);
        this.numbers = new boolean[headings.length];
    }

    /** Adds a row, with one value for each heading. */
    public Table row(@Nullable Object... values) {
        var row = new ArrayList<String>();
        for (int i = 0; i < values.length; i++) {
            numbers[i] |= values[i] instanceof Number;
            row.add(cell(values[i]));
        }
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Prints the rows as results; says to people when there are none. */
    public void printOr(PrintWriter out, PrintWriter people, String none) {
        if (isEmpty()) {
            people.println(none);
        } else {
            print(out);
        }
    }

    public void print(PrintWriter out) {
        print(out, "");
    }

    /** @param indent begins each line */
    public void print(PrintWriter out, String indent) {
        line(out, indent, headings);
        rows.forEach(row -> line(out, indent, row));
    }

    private void line(PrintWriter out, String indent, List<String> cells) {
        var line = new StringBuilder(indent);
        for (int i = 0; i < cells.size(); i++) {
            var pad = " ".repeat(width(i) - cells.get(i).length());
            line.append(numbers[i] ? pad + cells.get(i) : cells.get(i) + pad).append("  ");
        }
        out.println(line.toString().stripTrailing());
    }

    private int width(int column) {
        return Math.max(
                headings.get(column).length(),
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }

    /** A value as people read it, on one line. */
    private static String cell(@Nullable Object value) {
        var text = switch (value) {
            case null -> "";
            case Instant time -> time.truncatedTo(ChronoUnit.SECONDS).toString();
            case Number number -> "%,d".formatted(number.longValue());
            default -> value.toString().replaceAll("\\s*\\R\\s*", " ");
        };
        return text.isEmpty() ? "-" : text;
    }
}

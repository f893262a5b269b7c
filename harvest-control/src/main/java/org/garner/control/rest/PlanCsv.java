package org.garner.control.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.garner.ledger.Plans.Planned;

/** A plan as comma-separated values (RFC 4180), in UTF-8, with a line of headings. */
final class PlanCsv {
    static final String TYPE = "text/csv;charset=UTF-8";

    private static final String HEADINGS = "guid,action,held,package_id,name,title,changes,more\r\n";
    private static final Pattern QUOTED = Pattern.compile("[\",\r\n]");

    private final Writer out;

    PlanCsv(OutputStream out) throws IOException {
        this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        this.out.write(HEADINGS);
    }

    void write(List<Planned> rows) throws IOException {
        for (var row : rows) {
            var cells = Stream.of(
                    row.guid(),
                    row.action().word(),
                    row.held(),
                    Objects.toString(row.dataset(), ""),
                    row.name(),
                    row.title(),
                    row.changes(),
                    row.more());
            out.write(cells.map(cell -> cell(cell.toString())).collect(Collectors.joining(",", "", "\r\n")));
        }
    }

    /** What strangers wrote must not run: a spreadsheet takes a cell that begins so for a formula. */
    private static String cell(String text) {
        var safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return QUOTED.matcher(safe).find() ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    /** What was written has left this class; the stream stays open. */
    void end() throws IOException {
        out.flush();
    }
}

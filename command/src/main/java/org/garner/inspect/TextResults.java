package org.garner.inspect;

import java.io.PrintWriter;
import java.util.Map;
import org.garner.catalog.Distribution;
import org.garner.catalog.format.Reading;

/** Results for people: datasets to one writer, warnings and errors to the other. */
public final class TextResults implements Results {
    private final PrintWriter out;
    private final PrintWriter err;

    public TextResults(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void read(String record, Reading reading) {
        var dataset = reading.dataset();
        out.printf("%s%n", dataset.title());
        line("record", record);
        line("format", reading.format());
        line("notes", shortened(dataset.notes()));
        line("licence", dataset.licenseId() == null ? "" : dataset.licenseId());
        line("tags", String.join(", ", dataset.tags()));
        for (Map.Entry<String, String> extra : dataset.extras().entrySet()) {
            line(extra.getKey(), shortened(extra.getValue()));
        }
        for (Distribution distribution : dataset.distributions()) {
            line(
                    "resource",
                    "%s%s"
                            .formatted(
                                    distribution.format() == null ? "" : distribution.format() + " ",
                                    distribution.url()));
        }
        out.println();
        out.flush();
        reading.warnings().forEach(warning -> err.printf("warning: %s: %s%n", record, warning));
        err.flush();
    }

    @Override
    public void failed(Finding finding) {
        err.printf("error: %s%n", finding.describe());
        err.flush();
    }

    private void line(String name, String value) {
        if (!value.isBlank()) {
            out.printf("  %-28s %s%n", name, value);
        }
    }

    private static String shortened(String text) {
        var plain = text.strip().replaceAll("\\s+", " ");
        return plain.length() <= 160 ? plain : plain.substring(0, 157) + "...";
    }
}

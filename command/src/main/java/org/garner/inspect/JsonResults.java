package org.garner.inspect;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.garner.catalog.format.Reading;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON object, written while it is read: {@code format}, {@code datasets}, {@code warnings}, {@code errors}. Warnings and errors come last, so
 * they are kept until then, up to a bound.
 */
public final class JsonResults implements Results, AutoCloseable {
    private static final int KEPT = 10_000;

    private final JsonGenerator json;
    private final List<String> warnings = new ArrayList<>();
    private final List<Finding> errors = new ArrayList<>();
    private long moreWarnings;
    private long moreErrors;
    private boolean open;

    public JsonResults(Writer out) {
        json = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build()
                .createGenerator(ObjectWriteContext.empty(), out);
        json.writeStartObject();
    }

    @Override
    public void read(String record, Reading reading) {
        begin(reading.format());
        PackageDict.write(json, reading.dataset());
        json.flush();
        for (var warning : reading.warnings()) {
            if (warnings.size() < KEPT) {
                warnings.add(record + ": " + warning);
            } else {
                moreWarnings++;
            }
        }
    }

    @Override
    public void failed(Finding finding) {
        if (errors.size() < KEPT) {
            errors.add(finding);
        } else {
            moreErrors++;
        }
    }

    /** The format is the first record's; a listing of several formats is rare, and each record's own reader is chosen anyway. */
    private void begin(@Nullable String format) {
        if (!open) {
            text("format", format);
            json.writeArrayPropertyStart("datasets");
            open = true;
        }
    }

    @Override
    public void close() {
        begin(null);
        json.writeEndArray();
        json.writeArrayPropertyStart("warnings");
        warnings.forEach(json::writeString);
        if (moreWarnings > 0) {
            json.writeString("and %d more warnings".formatted(moreWarnings));
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("errors");
        errors.forEach(this::error);
        if (moreErrors > 0) {
            error(new Finding(null, "source", "and %d more errors".formatted(moreErrors), null, null));
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
    }

    private void error(Finding finding) {
        json.writeStartObject();
        text("record", finding.record());
        json.writeStringProperty("kind", finding.kind());
        json.writeStringProperty("message", finding.message());
        number("line", finding.line());
        number("column", finding.column());
        json.writeEndObject();
    }

    private void text(String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }

    private void number(String name, @Nullable Integer value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, value);
        }
    }
}

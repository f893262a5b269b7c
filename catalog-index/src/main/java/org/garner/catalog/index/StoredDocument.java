package org.garner.catalog.index;

import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.solr.common.SolrDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A document of the index as clients get it that ask for its fields: extras without their prefix, times in UTC with milliseconds. */
final class StoredDocument {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private StoredDocument() {}

    static String json(SolrDocument document) {
        var fields = new LinkedHashMap<String, Object>();
        Map<String, Object> values = document;
        values.forEach((name, value) -> {
            if (!name.startsWith(FieldNames.EXTRA)) {
                fields.put(name, value);
            }
        });
        values.forEach((name, value) -> {
            if (name.startsWith(FieldNames.EXTRA)) {
                // A field of the package goes before an extra that calls itself the same.
                fields.putIfAbsent(name.substring(FieldNames.EXTRA.length()), value);
            }
        });
        var text = new StringWriter();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            fields.forEach((name, value) -> {
                json.writeName(name);
                write(json, value);
            });
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Collection<?> values -> {
                json.writeStartArray();
                values.forEach(each -> write(json, each));
                json.writeEndArray();
            }
            case Date date -> json.writeString(TIME.format(date.toInstant()));
            case Boolean truth -> json.writeBoolean(truth);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Float number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            default -> json.writeString(value.toString());
        }
    }
}

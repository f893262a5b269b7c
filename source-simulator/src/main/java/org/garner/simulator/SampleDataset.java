package org.garner.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A generated record as a dataset of Project Open Data 1.1: the same facts as its ISO document.
 *
 * @param fault what is wrong with it, if anything
 */
record SampleDataset(SampleRecord record, @Nullable RecordFault fault) {
    /** What only this record says: a JSON object that still lacks its end. */
    byte[] head() {
        var text = new StringBuilder(2048);
        text.append("{\"@type\":\"dcat:Dataset\",\"accessLevel\":\"public\",\"bureauCode\":[\"010:04\"],")
                .append("\"programCode\":[\"010:001\"],");
        if (fault != RecordFault.MISSING) {
            member(text, "identifier", record.id());
        }
        if (fault != RecordFault.NO_TITLE) {
            member(text, "title", record.title());
        }
        member(text, "description", (fault == RecordFault.NUL ? "\0" : "") + record.abstractText());
        member(text, "modified", record.stamp().toLocalDate().toString());
        member(text, "accrualPeriodicity", "R/P1" + (record.number() % 3 == 2 ? "Y" : "M"));
        keywords(text);
        publisher(text);
        licenceAndBox(text);
        distributions(text);
        return text.append("\"references\":[").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What follows the head: related documents, which fill the record up to its size; shared by records of the same {@link SampleRecord#filler}. */
    byte[] ending(int headBytes) {
        var text = new StringBuilder(Math.max(256, record.bytes() - headBytes + 256));
        text.append("\"https://data.example/methods/").append(record.filler()).append('"');
        for (int step = 0; headBytes + text.length() < record.bytes() - 100; step++) {
            text.append(",\"https://data.example/methods/%d/step-%d?about=%s\""
                    .formatted(
                            record.filler(),
                            step,
                            Vocabulary.pick(Vocabulary.STEPS, step)
                                    .toLowerCase(Locale.ROOT)
                                    .replaceAll("[^a-z0-9]+", "-")));
        }
        return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void keywords(StringBuilder text) {
        text.append("\"keyword\":[");
        var separator = "";
        for (var keyword : record.subject().keywords()) {
            text.append(separator).append(quoted(keyword));
            separator = ",";
        }
        text.append("],\"theme\":[").append(quoted(record.subject().theme())).append("],");
    }

    private void publisher(StringBuilder text) {
        var publisher = Vocabulary.pick(Vocabulary.PUBLISHERS, record.number() * 7L + record.seed());
        text.append("\"publisher\":{\"@type\":\"org:Organization\",\"name\":")
                .append(quoted(publisher.name()))
                .append(",\"subOrganizationOf\":{\"@type\":\"org:Organization\",\"name\":")
                .append(quoted("Union of " + publisher.city()))
                .append("}},\"contactPoint\":{\"@type\":\"vcard:Contact\",\"fn\":")
                .append(quoted(publisher.name()))
                .append(",\"hasEmail\":")
                .append(quoted("mailto:" + publisher.email()))
                .append("},");
    }

    private void licenceAndBox(StringBuilder text) {
        var licence = Vocabulary.pick(Vocabulary.LICENCES, record.number() * 3L + record.seed());
        member(
                text,
                licence.url().isEmpty() ? "rights" : "license",
                licence.url().isEmpty() ? licence.text() : licence.url());
        var region = record.region();
        member(
                text,
                "spatial",
                String.format(
                        Locale.ROOT,
                        "%.2f,%.2f,%.2f,%.2f",
                        region.west(),
                        region.south(),
                        region.east(),
                        region.north()));
    }

    private void distributions(StringBuilder text) {
        var subject = record.subject();
        text.append("\"distribution\":[{\"@type\":\"dcat:Distribution\",");
        member(text, "title", subject.format() + " access");
        member(text, "format", subject.format());
        text.append("\"accessURL\":")
                .append(quoted("https://data.example/%s/%d"
                        .formatted(subject.format().toLowerCase(Locale.ROOT), record.number())))
                .append("},{\"@type\":\"dcat:Distribution\",");
        member(text, "mediaType", "text/csv");
        text.append("\"downloadURL\":")
                .append(quoted("https://data.example/download/" + record.number() + ".csv"))
                .append("}],");
    }

    private static void member(StringBuilder text, String name, String value) {
        text.append(quoted(name)).append(':').append(quoted(value)).append(',');
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\0", "\\u0000") + '"';
    }
}

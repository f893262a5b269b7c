package org.garner.harvesters.dcatus;

import java.util.ArrayList;
import java.util.List;
import org.garner.harvesters.LocalSite;

/** A data.json for a test: members before the datasets, the datasets, members after them. */
final class DataJsonText {
    static final String CONFORMS = "\"conformsTo\": \"https://project-open-data.cio.gov/v1.1/schema\"";

    private final List<String> before = new ArrayList<>();
    private final List<String> entries = new ArrayList<>();
    private final List<String> after = new ArrayList<>();

    static DataJsonText catalogue() {
        return new DataJsonText().before(CONFORMS);
    }

    DataJsonText before(String member) {
        before.add(member);
        return this;
    }

    DataJsonText after(String member) {
        after.add(member);
        return this;
    }

    DataJsonText entry(String json) {
        entries.add(json);
        return this;
    }

    DataJsonText dataset(String identifier, String... members) {
        var all = new ArrayList<>(List.of(members));
        all.add("\"identifier\": \"%s\"".formatted(identifier));
        all.add("\"title\": \"Dataset %s\"".formatted(identifier));
        all.add("\"accessLevel\": \"public\"");
        return entry("{" + String.join(", ", all) + "}");
    }

    DataJsonText datasets(int from, int to) {
        for (int i = from; i < to; i++) {
            dataset("id-" + i);
        }
        return this;
    }

    LocalSite site() {
        return siteOf(text());
    }

    static LocalSite siteOf(String text) {
        return new LocalSite(asked -> asked.path().equals("/data.json")
                ? LocalSite.Reply.of(200, "application/json", text)
                : LocalSite.Reply.of(404, "text/plain", "no such page"));
    }

    String text() {
        var members = new ArrayList<>(before);
        members.add("\"dataset\": [\n  " + String.join(",\n  ", entries) + "\n]");
        members.addAll(after);
        return "{" + String.join(",\n ", members) + "}";
    }
}

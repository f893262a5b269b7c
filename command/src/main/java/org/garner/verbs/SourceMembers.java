package org.garner.verbs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.garner.console.CommandException;
import org.garner.console.ConfigText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be said of a source, the same for a new one and for an edit; an empty text takes a value away. */
final class SourceMembers {
    @Option(names = "--title", paramLabel = "T", description = "Its title.")
    private @Nullable String title;

    @Option(names = "--notes", paramLabel = "T", description = "What there is to know about it.")
    private @Nullable String notes;

    @Option(
            names = "--publisher",
            paramLabel = "P",
            description = "The publisher that its datasets belong to: id, name or title; made when new.")
    private @Nullable String publisher;

    @Option(
            names = "--config",
            paramLabel = "FILE|JSON",
            description = "Settings of its type: a JSON object, or a file with one.")
    private @Nullable String config;

    @Option(
            names = "--frequency",
            paramLabel = "F",
            description = "How often it runs by the clock: MANUAL, DAILY, WEEKLY, BIWEEKLY, MONTHLY, ALWAYS, or a cron"
                    + " expression and its time zone, such as '30 6 * * MON-FRI Europe/London'.")
    private @Nullable String frequency;

    @Option(
            names = "--quiet-hours",
            paramLabel = "H",
            description = "Hours in which nothing of it is started by the clock, such as 'Mon-Fri 08:00-18:00"
                    + " Europe/London'; may be given several times.")
    private @Nullable List<String> quietHours;

    /** Those that were given, as the API names them. */
    Map<String, Object> given() {
        var members = new TreeMap<String, Object>();
        put(members, "title", title);
        put(members, "notes", notes);
        put(members, "publisher", publisher);
        put(members, "frequency", frequency);
        if (config != null) {
            members.put("config", settings(config));
        }
        if (quietHours != null) {
            members.put(
                    "quiet_hours",
                    quietHours.stream().filter(hours -> !hours.isBlank()).toList());
        }
        return members;
    }

    static void put(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    private static JsonNode settings(String fileOrJson) {
        try {
            var text = fileOrJson.isBlank() ? "" : ConfigText.of(fileOrJson);
            var json = JsonMapper.shared().readTree(text.isBlank() ? "{}" : text);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException e) {
            throw CommandException.wrongUsage("--config is no JSON: " + e.getOriginalMessage());
        }
        throw CommandException.wrongUsage("--config is a JSON object, but was: %.60s".formatted(fileOrJson));
    }
}

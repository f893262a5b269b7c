package org.garner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;

/** The verbs in the order in which a person looks for them, under headings. */
final class VerbGroups {
    private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("What is going on:", List.of("status", "job", "queue", "workers", "schedule"));
        GROUPS.put("What is harvested:", List.of("source", "record", "operation"));
        GROUPS.put("Try it, or do it once:", List.of("harvest", "inspect", "demo"));
        GROUPS.put("Servers, and who may speak to them:", List.of("up", "control", "worker", "prepare", "token"));
        GROUPS.put("As CKAN's command:", List.of("harvester"));
    }

    private VerbGroups() {}

    /** The list of verbs in the help of the whole command. */
    static String list(Help help) {
        var verbs = new LinkedHashMap<>(help.subcommands());
        var text = new StringBuilder();
        GROUPS.forEach((heading, names) -> text.append(group(help, heading, names, verbs)));
        return text.append(group(help, "Others:", List.copyOf(verbs.keySet()), verbs))
                .toString();
    }

    private static String group(Help help, String heading, List<String> names, Map<String, Help> verbs) {
        var table = Help.TextTable.forColumnWidths(
                help.colorScheme(), 14, help.commandSpec().usageMessage().width() - 14);
        var rows = new ArrayList<String>();
        for (var name : names) {
            var verb = verbs.remove(name);
            if (verb != null) {
                rows.add(name);
                table.addRowValues(
                        "  " + name, verb.commandSpec().usageMessage().description()[0]);
            }
        }
        return rows.isEmpty() ? "" : "%n%s%n%s".formatted(heading, table);
    }
}

package org.garner.harvester;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.garner.console.CommandException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code harvester source}: the grammar of its verbs. */
@Command(name = "source", description = "Makes, shows, removes and clears harvest sources.")
final class HarvesterSourceCommand implements Runnable {
    private static final Set<String> TRUE = Set.of("true", "yes", "on", "y", "t", "1");
    private static final Set<String> FALSE = Set.of("false", "no", "off", "n", "f", "0");

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: create, show, remove, clear or clear-history");
    }

    /** What {@code create} takes, in CKAN's order. */
    static final class NewSource {
        @Parameters(index = "0", paramLabel = "NAME", description = "Its short name.")
        private String name;

        @Parameters(index = "1", paramLabel = "URL", description = "Where it answers.")
        private String url;

        @Parameters(index = "2", paramLabel = "TYPE", description = "Its type, such as ckan, csw or waf.")
        private String type;

        @Parameters(index = "3", arity = "0..1", paramLabel = "TITLE", description = "Its title.")
        private @Nullable String title;

        @Parameters(
                index = "4",
                arity = "0..1",
                paramLabel = "ACTIVE",
                defaultValue = "true",
                description = "Whether it takes jobs: true, which is the default, or false.")
        private String active;

        @Parameters(index = "5", arity = "0..1", paramLabel = "OWNER_ORG", description = "Id or name of its publisher.")
        private @Nullable String owner;

        @Parameters(
                index = "6",
                arity = "0..1",
                paramLabel = "FREQUENCY",
                defaultValue = "MANUAL",
                description = "MANUAL, which is the default, MONTHLY, BIWEEKLY, WEEKLY, DAILY or ALWAYS.")
        private String frequency;

        @Parameters(
                index = "7",
                arity = "0..1",
                paramLabel = "CONFIG",
                description = "Settings of its type: a JSON object.")
        private @Nullable String config;

        private Map<String, Object> members() {
            var members = new LinkedHashMap<String, Object>();
            members.put("name", name);
            members.put("url", url);
            members.put("source_type", type);
            members.put("active", flag(active));
            members.put("frequency", frequency);
            put(members, "title", title);
            put(members, "owner_org", owner);
            put(members, "config", config);
            return members;
        }

        private static void put(Map<String, Object> members, String name, @Nullable String value) {
            if (value != null && !value.isEmpty()) {
                members.put(name, value);
            }
        }
    }

    private static boolean flag(String typed) {
        var word = typed.strip().toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            throw CommandException.wrongUsage("ACTIVE is true or false, but was '%s'".formatted(typed));
        }
        return TRUE.contains(word);
    }

    @Command(name = "create", description = "Makes a harvest source.")
    void create(@Mixin NewSource source, @Mixin CkanServer ckan) {
        var members = source.members();
        with(ckan, sources -> sources.create(members));
    }

    @Command(name = "show", description = "Shows a harvest source.")
    void show(@Parameters(paramLabel = "ID", description = "Its id or name.") String id, @Mixin CkanServer ckan) {
        with(ckan, sources -> sources.show(id));
    }

    @Command(
            name = "remove",
            description =
                    "Removes a harvest source; its datasets, jobs and objects stay. The same source, made again, comes"
                            + " back with them.")
    void remove(@Parameters(paramLabel = "ID", description = "Its id or name.") String id, @Mixin CkanServer ckan) {
        with(ckan, sources -> sources.remove(id));
    }

    @Command(
            name = "clear",
            description =
                    "Withdraws all datasets of a harvest source, aborts its open job, and waits until that is done."
                            + " Its next job brings them back, under the same ids and names.")
    void clear(@Parameters(paramLabel = "ID", description = "Its id or name.") String id, @Mixin CkanServer ckan)
            throws InterruptedException {
        try (var server = ckan.open()) {
            new HarvesterSources(ckan, server).clear(id);
        }
    }

    @Command(
            name = "clear-history",
            aliases = "clear_history",
            description = "Removes the jobs and objects of a harvest source, or of all; the datasets stay.")
    void clearHistory(
            @Parameters(arity = "0..1", paramLabel = "ID", description = "Its id or name; all sources when not given.")
                    @Nullable
                    String id,
            @Option(
                            names = {"-k", "--keep-current"},
                            description =
                                    "Keeps the objects that datasets were made from, and does not abort the open job.")
                    boolean keepCurrent,
            @Mixin CkanServer ckan)
            throws InterruptedException {
        try (var server = ckan.open()) {
            var sources = new HarvesterSources(ckan, server);
            if (id == null) {
                sources.clearAllHistory(keepCurrent);
            } else {
                sources.clearHistory(id, keepCurrent);
            }
        }
    }

    private static void with(CkanServer ckan, Consumer<HarvesterSources> verb) {
        try (var server = ckan.open()) {
            verb.accept(new HarvesterSources(ckan, server));
        }
    }
}

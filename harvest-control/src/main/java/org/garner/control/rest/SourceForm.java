package org.garner.control.rest;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.regex.Pattern;
import org.garner.control.schedule.Cadence;
import org.garner.control.schedule.QuietHours;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.InvalidConfigException;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.http.Secrets;
import org.garner.harvesters.Harvesters;
import org.garner.ledger.Sources.Settings;
import org.jspecify.annotations.Nullable;

/** Reads what people and programs write about a source; what is wrong is told in the words of CKAN's harvester, member by member. */
public class SourceForm {
    public static final SortedSet<String> MEMBERS = Members.known(
            "url", "type", "name", "title", "notes", "publisher", "config", "active", "frequency", "quiet_hours");

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:env|file|vault):");
    private static final String MISSING = "Missing value";
    private static final int MOST_QUIET_HOURS = 20;
    private static final URI NOWHERE = URI.create("http://invalid");

    private final Harvesters harvesters;

    SourceForm(Harvesters harvesters) {
        this.harvesters = harvesters;
    }

    /**
     * The settings of a source to be made; a name is made of its URL when none is given.
     *
     * @throws ProblemException when any member is wrong
     */
    Settings fresh(Members members) {
        if (members.value("url") == null) {
            members.wrong("url", MISSING);
        }
        if (members.value("type") == null) {
            members.wrong("type", MISSING);
        }
        return read(members, null);
    }

    /**
     * The settings after an edit: members that are not given stay, and null makes title, notes, publisher, config, frequency and quiet_hours what they are when
     * they are not given to a new source.
     *
     * @throws ProblemException when any member is wrong
     */
    Settings edited(Members members, Settings before) {
        for (var name : List.of("url", "type", "name")) {
            if (members.has(name) && members.value(name) == null) {
                members.wrong(name, MISSING);
            }
        }
        return read(members, before);
    }

    private Settings read(Members members, @Nullable Settings before) {
        var url = members.value("url") == null && before != null ? before.url() : url(members, before);
        var type = members.value("type") == null && before != null ? before.type() : type(members);
        var config = members.has("config") || before == null ? config(members, before) : before.config();
        if (type != null && config != null) {
            check(type, config, members);
        }
        var name = name(members, before, url);
        var title = members.has("title") || before == null ? members.text("title", 500) : before.title();
        var notes = members.has("notes") || before == null ? members.text("notes", 20_000) : before.notes();
        var publisher = members.has("publisher") || before == null ? members.text("publisher", 200) : before.ownerOrg();
        var active = members.flag("active");
        var frequency = members.has("frequency") || before == null ? frequency(members) : before.frequency();
        var quiet = members.has("quiet_hours") || before == null ? quietHours(members) : before.quietHours();
        members.check();
        // Whatever is missing here has been refused above.
        return new Settings(
                name,
                url == null ? NOWHERE : url,
                title == null || title.isEmpty() ? name : title,
                notes == null ? "" : notes,
                type == null ? new HarvesterType("none") : type,
                config == null ? SourceConfig.NONE : config,
                publisher == null || publisher.isEmpty() ? null : publisher,
                active == null ? before == null || before.active() : active,
                frequency,
                quiet);
    }

    /** The address; when it is the one that is shown, without its secrets, it is meant to stay. */
    private static @Nullable URI url(Members members, @Nullable Settings before) {
        var text = members.text("url", 2000);
        if (text == null) {
            return null;
        }
        try {
            var url = URI.create(text);
            if (before != null && url.equals(Secrets.hidden(before.url()))) {
                return before.url();
            }
            if (url.getHost() != null && List.of("http", "https").contains(lower(String.valueOf(url.getScheme())))) {
                return url;
            }
            members.wrong(
                    "url", "A source's URL begins with http:// or https:// and a host, but was '%s'".formatted(text));
        } catch (IllegalArgumentException e) {
            members.wrong("url", "'%s' is not a URL: %s".formatted(text, e.getMessage()));
        }
        return null;
    }

    private @Nullable HarvesterType type(Members members) {
        var text = members.text("type", 100);
        if (text == null) {
            return null;
        }
        // A name from elsewhere, such as CKAN's, makes a source of our own name: one source, whoever calls it what.
        var named = harvesters.named(text);
        if (named.isPresent()) {
            return named.get().type();
        }
        var known = harvesters.all().stream().map(one -> one.type().value()).toList();
        members.wrong("type", "Unknown harvester type: %s. Registered types: %s".formatted(text, known));
        return null;
    }

    private static @Nullable SourceConfig config(Members members, @Nullable Settings before) {
        var given = members.value("config");
        if (given == null) {
            return SourceConfig.NONE;
        }
        try {
            var config = SourceConfig.parse(given.isString() ? given.asString() : given.toString());
            if (REFERENCE.matcher(config.json()).find()) {
                members.wrong(
                        "config",
                        "References to the environment or to files, such as ${env:NAME}, are not supported: they would"
                            + " be sent to the source as they are. Give the secret itself; no answer and no log shows"
                            + " it.");
                return null;
            }
            return before == null ? config : config.withSecretsOf(before.config());
        } catch (InvalidConfigException e) {
            members.wrong("config", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void check(HarvesterType type, SourceConfig config, Members members) {
        try {
            harvesters.byType(type).check(config);
        } catch (InvalidConfigException | IllegalArgumentException e) {
            members.wrong("config", String.valueOf(e.getMessage()));
        }
    }

    private static String name(Members members, @Nullable Settings before, @Nullable URI url) {
        var given = members.text("name", 1000);
        if (given != null && !SourceNames.valid(given)) {
            members.wrong(
                    "name", "A source's name has 2 to 100 of a-z, 0-9, - and _, but was '%.100s'".formatted(given));
        }
        if (given != null) {
            return given;
        }
        return before != null ? before.name() : url == null ? "" : SourceNames.of(url);
    }

    private static String frequency(Members members) {
        var text = members.text("frequency", 200);
        try {
            return Cadence.parse(text == null ? "" : text).text();
        } catch (IllegalArgumentException e) {
            members.wrong("frequency", String.valueOf(e.getMessage()));
            return "";
        }
    }

    private static List<String> quietHours(Members members) {
        try {
            return QuietHours.parse(members.texts("quiet_hours", MOST_QUIET_HOURS, 200)).stream()
                    .map(QuietHours::text)
                    .toList();
        } catch (IllegalArgumentException e) {
            members.wrong("quiet_hours", String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}

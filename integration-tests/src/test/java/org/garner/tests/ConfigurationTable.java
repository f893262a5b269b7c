package org.garner.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All settings, from where they are declared: the records of settings with their defaults and their Javadoc, and the single values, whose meaning
 * stands here because they have no Javadoc.
 */
final class ConfigurationTable {
    private static final Pattern PROPERTIES = Pattern.compile("@ConfigurationProperties\\(\"([^\"]+)\"\\)");
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\$\\{(GARNER_[A-Z_]+|garner\\.[a-z.-]+):((?:\\$\\{[^}]*}|#\\{[^}]*}|[^}{])*)}");
    private static final Pattern PARAMETER = Pattern.compile("@param (\\w+) (.*?)(?=@param|$)", Pattern.DOTALL);

    /** Single values: a default to be shown in words if it is no plain text, and what they mean. */
    private static final Map<String, Single> SINGLES = Map.ofEntries(
            single(
                    "GARNER_ADMIN_TOKEN",
                    "text",
                    "the token of job control; the standalone server keeps its own in the data folder"),
            single(
                    "GARNER_ENVIRONMENT",
                    "text",
                    "what this installation is; sources run by the clock in production only, and the database"
                            + " remembers the first name"),
            single(
                    "GARNER_SCHEDULER",
                    "on or off",
                    "on in production",
                    "whether sources run by the clock, whatever the environment"),
            single("GARNER_HOST", "address", "where a process answers"),
            single("GARNER_PORT", "number", "8080, 8081, 8082, 8083", "the port of control, gather, fetch and import"),
            single("GARNER_KAFKA_SERVERS", "addresses", "the brokers of Kafka"),
            single("GARNER_POSTGRES_URL", "address", "the database of catalogue and ledger"),
            single("GARNER_POSTGRES_USER", "text", "its user"),
            single("GARNER_POSTGRES_PASSWORD", "text", "the password of that user"),
            single("GARNER_POSTGRES_CONNECTIONS", "number", "how many connections a process has at most"),
            single("GARNER_SOLR_URL", "address", "the search server"),
            single("GARNER_SOLR_COLLECTION", "text", "its core or collection"),
            single("GARNER_SOLR_USER", "text", "", "its user, if it wants one"),
            single("GARNER_SOLR_PASSWORD", "text", "", "the password of that user"),
            single("garner.admin-token", "text", "the same as GARNER_ADMIN_TOKEN, in a file of settings"),
            single("garner.events.listeners", "number", "how many clients may follow jobs at once"),
            single(
                    "garner.fetch.at-once",
                    "number",
                    "how many fetch orders a worker has in work; they wait for their hosts"),
            single("garner.gather.at-once", "number", "how many sources a worker lists at the same time"),
            single(
                    "garner.import.at-once",
                    "number",
                    "the processors, at least 2",
                    "how many import orders a worker has in work"),
            single(
                    "garner.http.allow",
                    "names, addresses, networks",
                    "what may be harvested although it is not public, with commas between"),
            single("garner.http.contact", "address", "a page or mail address for the operators of sources"),
            single("garner.site-id", "text", "the site's id in the search index"),
            single("garner.topics.partitions", "number", "how many partitions the topics get that control creates"),
            single("garner.topics.prefix", "text", "what the names of the topics begin with"),
            single("garner.version", "text", "the version by which Garner introduces itself"),
            single(
                    "garner.workers.exit-on-restart",
                    "true or false",
                    "true in worker processes, false in the standalone server",
                    "whether a worker that is to restart ends its process, with status 75, to be started again"));

    private final Path root;

    ConfigurationTable(Path root) {
        this.root = root;
    }

    private record Single(String unit, String shown, String meaning) {}

    private static Map.Entry<String, Single> single(String name, String unit, String meaning) {
        return Map.entry(name, new Single(unit, "\0", meaning));
    }

    private static Map.Entry<String, Single> single(String name, String unit, String shown, String meaning) {
        return Map.entry(name, new Single(unit, shown, meaning));
    }

    /** One setting. */
    record Row(String name, String variable, String standard, String unit, String meaning) {
        private String line() {
            return "| %s | `%s` | %s | %s | %s |"
                    .formatted(
                            name.isEmpty() ? "" : "`" + name + "`",
                            variable,
                            standard.isEmpty() ? "" : "`" + standard + "`",
                            unit,
                            meaning.replace("|", "\\|"));
        }
    }

    /** The page as it is to be. */
    String page() {
        return """
            # Configuration

            Every setting is given in the environment, or by its name in the usual ways of Spring Boot. Without any, the defaults hold. Times are written
            `500ms`, `5s`, `30m`, `24h` or `90d`. A value that cannot be used stops the start with its name.

            This page is generated from the code and compared with it by `ConfigurationTest`; the same test with `-Dgarner.configuration.write=true`
            writes it anew. The JVM's own options are `GARNER_HEAP` (largest heap), `GARNER_JAVA_OPTS` and `GARNER_LOG` (level of the log).

            | Name | Environment | Default | Unit | Meaning |
            |---|---|---|---|---|
            """ + rows().stream().map(Row::line).collect(Collectors.joining("\n")) + "\n";
    }

    List<Row> rows() {
        var rows = new TreeMap<String, Row>();
        var unknown = new ArrayList<String>();
        for (var file : sources()) {
            var text = read(file);
            var properties = PROPERTIES.matcher(text);
            if (properties.find()) {
                ofRecord(properties.group(1), type(file, text), text).forEach(row -> rows.put(row.name(), row));
            }
            var placeholders = PLACEHOLDER.matcher(text);
            while (placeholders.find()) {
                var name = placeholders.group(1);
                var meaning = SINGLES.get(name);
                if (meaning == null) {
                    if (!rows.containsKey(name) && !known(name)) {
                        unknown.add(name + " in " + root.relativize(file));
                    }
                } else {
                    rows.putIfAbsent(name, ofSingle(name, placeholders.group(2), meaning));
                }
                nested(placeholders).forEach(inner -> rows.putIfAbsent(inner.name(), inner));
            }
        }
        if (!unknown.isEmpty()) {
            throw new AssertionError("Settings without a meaning in ConfigurationTable: " + unknown);
        }
        return rows.values().stream()
                .sorted(Comparator.comparing(Row::variable))
                .toList();
    }

    /** A variable that stands for a setting of another name, which is listed. */
    private static boolean known(String variable) {
        return SINGLES.keySet().stream().anyMatch(name -> variable(name).equals(variable));
    }

    private static List<Row> nested(Matcher outer) {
        var inner = PLACEHOLDER.matcher(outer.group(2));
        var rows = new ArrayList<Row>();
        while (inner.find()) {
            var meaning = SINGLES.get(inner.group(1));
            if (meaning != null) {
                rows.add(ofSingle(inner.group(1), inner.group(2), meaning));
            }
        }
        return rows;
    }

    private static Row ofSingle(String name, String standard, Single single) {
        var shown = single.shown().equals("\0") ? standard.contains("{") ? "" : standard : single.shown();
        return new Row(name.startsWith("garner") ? name : "", variable(name), shown, single.unit(), single.meaning());
    }

    private List<Row> ofRecord(String prefix, Class<?> type, String text) {
        var rows = new ArrayList<Row>();
        var meanings = meanings(type, text);
        var constructor = canonical(type);
        var components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            var name = prefix + "." + dashed(components[i].getName());
            var component = components[i].getType();
            if (component.isRecord()) {
                rows.addAll(ofRecord(name, component, text));
            } else {
                var standard = constructor.getParameters()[i].getAnnotation(DefaultValue.class);
                rows.add(new Row(
                        name,
                        variable(name),
                        standard == null ? "" : String.join(",", standard.value()),
                        unit(component),
                        meanings.getOrDefault(components[i].getName(), "")));
            }
        }
        return rows;
    }

    private static Constructor<?> canonical(Class<?> type) {
        var types = Arrays.stream(type.getRecordComponents())
                .map(component -> component.getType())
                .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(type + " is no record", e);
        }
    }

    /** What the Javadoc above the record says of its components. */
    private static Map<String, String> meanings(Class<?> type, String text) {
        var header =
                Pattern.compile("\\brecord " + type.getSimpleName() + "\\b").matcher(text);
        if (!header.find()) {
            throw new AssertionError("No declaration of " + type);
        }
        var before = text.substring(0, header.start());
        var start = before.lastIndexOf("/**");
        var meanings = new TreeMap<String, String>();
        if (start < 0 || before.indexOf("*/", start) < 0) {
            return meanings;
        }
        var comment = before.substring(start, before.indexOf("*/", start)).replaceAll("(?m)^\\s*\\*? ?", "");
        var parameters = PARAMETER.matcher(comment);
        while (parameters.find()) {
            meanings.put(
                    parameters.group(1),
                    parameters
                            .group(2)
                            .replaceAll("\\{@\\w+ ([^}]*)}", "$1")
                            .replaceAll("\\s+", " ")
                            .strip());
        }
        return meanings;
    }

    private static String unit(Class<?> type) {
        if (type == Duration.class) {
            return "time";
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "number";
        }
        return switch (type.getSimpleName()) {
            case "boolean", "Boolean" -> "true or false";
            case "URI", "URL" -> "address";
            case "Path" -> "folder";
            case "List", "Set" -> "list";
            default ->
                type.isEnum()
                        ? "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)
                        : "text";
        };
    }

    private static String variable(String name) {
        return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String dashed(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private Class<?> type(Path file, String text) {
        var inside = root.relativize(file).toString();
        var name = inside.substring(inside.indexOf("src/main/java/") + "src/main/java/".length(), inside.length() - 5)
                .replace('/', '.');
        try {
            var type = Class.forName(name, false, ConfigurationTable.class.getClassLoader());
            if (!type.isAnnotationPresent(ConfigurationProperties.class) || !type.isRecord()) {
                throw new AssertionError(name + " has settings and is no record of them: "
                        + text.lines().findFirst());
            }
            return type;
        } catch (ClassNotFoundException e) {
            throw new AssertionError("The settings of " + inside + " are not on the class path of this test", e);
        }
    }

    private List<Path> sources() {
        try (var modules = Files.list(root)) {
            var files = new ArrayList<Path>();
            for (var module : modules.sorted().toList()) {
                var folder = module.resolve("src/main/java");
                if (!Files.isDirectory(folder) || module.endsWith("benchmarks")) {
                    continue;
                }
                try (var tree = Files.walk(folder)) {
                    tree.filter(file -> file.toString().endsWith(".java"))
                            .sorted()
                            .forEach(files::add);
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

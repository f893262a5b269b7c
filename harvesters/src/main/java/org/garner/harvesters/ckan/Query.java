package org.garner.harvesters.ckan;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.garner.harvesters.ckan.CkanSettings.Filter;

/** Writes the parameters of {@code package_search}; names and ids are quoted, so that nothing in them is read as syntax. */
final class Query {
    private final List<String> clauses = new ArrayList<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();

    static Query of(CkanSettings settings) {
        return new Query().filtered(settings.organisations()).filtered(settings.groups());
    }

    private Query filtered(Filter filter) {
        if (!filter.include().isEmpty()) {
            clauses.add("+%s:%s".formatted(filter.field(), anyOf(filter.include())));
        }
        if (!filter.exclude().isEmpty()) {
            clauses.add("-%s:%s".formatted(filter.field(), anyOf(filter.exclude())));
        }
        return this;
    }

    /** Only packages whose id comes after this one. */
    Query after(String id) {
        if (!id.isEmpty()) {
            clauses.add("+id:{%s TO *]".formatted(quoted(id)));
        }
        return this;
    }

    /** Packages of these ids, whatever the filters say. */
    static Query ids(Collection<String> ids) {
        var query = new Query();
        query.clauses.add("+id:" + anyOf(ids));
        return query.rows(ids.size());
    }

    /** Only ids and dates, where the server knows how. */
    Query summaries() {
        parameters.put("fl", "id,metadata_modified");
        return this;
    }

    Query sorted() {
        parameters.put("sort", "id asc");
        return this;
    }

    Query rows(int rows) {
        parameters.put("rows", Integer.toString(rows));
        return this;
    }

    Query start(long start) {
        parameters.put("start", Long.toString(start));
        return this;
    }

    /** The query part of an address. */
    String text() {
        var all = new LinkedHashMap<>(parameters);
        if (!clauses.isEmpty()) {
            var text = String.join(" ", clauses);
            // A single clause needs no sign, and old servers read it best without.
            all.put("fq", clauses.size() == 1 && text.startsWith("+") ? text.substring(1) : text);
        }
        return all.entrySet().stream()
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String anyOf(Collection<String> names) {
        return names.stream().map(Query::quoted).collect(Collectors.joining(" OR ", "(", ")"));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

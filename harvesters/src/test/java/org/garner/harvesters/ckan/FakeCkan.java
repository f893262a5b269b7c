package org.garner.harvesters.ckan;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.garner.harvesters.LocalSite;
import org.garner.harvesters.LocalSite.Asked;
import org.garner.harvesters.LocalSite.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A site that answers as CKAN does, or as one of the CKANs in the field. */
final class FakeCkan {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern AFTER = Pattern.compile("id:\\{\"([^\"]*)\" TO \\*]");
    private static final Pattern ANY_OF = Pattern.compile("([+-]?)(id|organization|groups):\\(([^)]*)\\)");

    /** By id, in the order in which an unsorted index has them. */
    final Map<String, ObjectNode> packages = new LinkedHashMap<>();

    /** Called before each search with its number, from 1. */
    Consumer<Integer> beforeSearch = search -> {};

    boolean knowsFl = true;
    boolean ignoresFl = false;
    boolean knowsRanges = true;
    boolean ignoresFilters = false;
    boolean ignoresStart = false;
    boolean ignoresSort = false;
    boolean oldAddressOnly = false;
    boolean errorsWithStatus200 = false;
    int mostRows = 1000;
    /** What package_show denies everybody. */
    boolean closed = false;
    /** Packages that no page can show. */
    Set<String> broken = Set.of();

    private int searches;

    FakeCkan(int count) {
        IntStream.rangeClosed(1, count).forEach(i -> add("id-%04d".formatted(i)));
    }

    FakeCkan(List<String> ids) {
        ids.forEach(this::add);
    }

    ObjectNode add(String id) {
        var dict = JSON.createObjectNode();
        dict.put("id", id);
        dict.put("name", "name-of-" + id);
        dict.put("title", "Title of " + id);
        dict.put("type", "dataset");
        dict.put("state", "active");
        dict.put("private", false);
        dict.put("metadata_modified", "2024-03-04T05:06:07.123456");
        dict.putArray("resources").addObject().put("url", "https://data.example/" + id);
        dict.putObject("organization").put("name", "org1");
        packages.put(id, dict);
        return dict;
    }

    ObjectNode dict(String id) {
        return java.util.Objects.requireNonNull(packages.get(id), id);
    }

    LocalSite site() {
        return new LocalSite(this::answer);
    }

    private synchronized Reply answer(Asked asked) {
        var path = asked.path();
        var usual = "/api/3/action/";
        var old = "/api/action/";
        var known = oldAddressOnly ? path.startsWith(old) : path.startsWith(usual) || path.startsWith(old);
        if (!known) {
            return Reply.of(404, "text/html", "<html><title>Not here</title></html>");
        }
        var parameters = parameters(asked.uri().getRawQuery());
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "package_search" -> search(parameters);
            case "package_show" -> show(parameters.getOrDefault("id", ""));
            case "status_show" ->
                json(200, "{\"help\": \"h\", \"success\": true, \"result\": {\"ckan_version\": \"2.10.1\"}}");
            default -> json(400, "\"Bad request - Action name not known\"");
        };
    }

    private Reply search(Map<String, String> parameters) {
        beforeSearch.accept(++searches);
        if (parameters.containsKey("fl") && !knowsFl) {
            return error(400, "Search Query Error", "Invalid search parameters: ['fl']");
        }
        var fq = parameters.getOrDefault("fq", "");
        if (!knowsRanges && AFTER.matcher(fq).find()) {
            return error(409, "Search Error", "SOLR returned an error running query");
        }
        var found = new ArrayList<ObjectNode>();
        packages.values().stream()
                .filter(dict -> ignoresFilters || fits(dict, fq))
                .forEach(found::add);
        if (!ignoresSort) {
            found.sort(Comparator.comparing(dict -> dict.path("id").asString()));
        }
        int start = ignoresStart ? 0 : Integer.parseInt(parameters.getOrDefault("start", "0"));
        int rows = Math.min(mostRows, Integer.parseInt(parameters.getOrDefault("rows", "10")));
        var page = found.stream().skip(start).limit(rows).toList();
        boolean summaries = parameters.containsKey("fl") && !ignoresFl;
        if (!summaries
                && page.stream()
                        .anyMatch(dict -> broken.contains(dict.path("id").asString()))) {
            return Reply.of(500, "text/html", "<html>Internal Server Error</html>");
        }
        var answer = JSON.createObjectNode();
        answer.put("help", "https://ckan.example/api/3/action/help_show?name=package_search");
        answer.put("success", true);
        var result = answer.putObject("result");
        result.put("count", found.size());
        var results = result.putArray("results");
        page.forEach(dict -> results.add(summaries ? summary(dict) : dict));
        return json(200, answer.toString());
    }

    /** What the index stores: milliseconds and a Z. */
    private static ObjectNode summary(ObjectNode dict) {
        var summary = JSON.createObjectNode();
        summary.put(
                "metadata_modified",
                dict.path("metadata_modified").asString().replaceFirst("(\\.\\d{3})\\d*$", "$1") + "Z");
        summary.put("id", dict.path("id").asString());
        return summary;
    }

    private static boolean fits(JsonNode dict, String fq) {
        var after = AFTER.matcher(fq);
        if (after.find() && dict.path("id").asString().compareTo(after.group(1)) <= 0) {
            return false;
        }
        var clauses = ANY_OF.matcher(fq);
        while (clauses.find()) {
            var value = clauses.group(2).equals("id")
                    ? dict.path("id").asString()
                    : dict.path("organization").path("name").asString("");
            boolean named = clauses.group(3).contains('"' + value + '"');
            if (named == clauses.group(1).equals("-")) {
                return false;
            }
        }
        return true;
    }

    private Reply show(String id) {
        var dict = packages.get(id);
        if (dict == null) {
            return error(404, "Not Found Error", "Not found");
        }
        if (closed || dict.path("state").asString().equals("deleted")) {
            return error(403, "Authorization Error", "Access denied: User not authorized to read package " + id);
        }
        if (broken.contains(id)) {
            return Reply.of(500, "text/html", "<html>Internal Server Error</html>");
        }
        return json(200, "{\"help\": \"h\", \"success\": true, \"result\": " + dict + "}");
    }

    private Reply error(int status, String type, String message) {
        return json(errorsWithStatus200 ? 200 : status, """
            {"help": "h", "success": false, "error": {"__type": "%s", "message": "%s"}}\
            """.formatted(type, message));
    }

    private static Reply json(int status, String body) {
        return Reply.of(status, "application/json;charset=utf-8", body);
    }

    static Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        for (var pair : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            var parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }
}

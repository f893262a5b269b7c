package org.garner.tests;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.garner.tests.LocalSite.Asked;
import org.garner.tests.LocalSite.Reply;

/** A small catalogue of any source type, in pages of a few records where the type has pages, whose answers a test spoils and mends. */
final class FaultyCatalogue implements AutoCloseable {
    private static final int PAGE = 4;
    private static final Pattern AFTER = Pattern.compile("id:\\{\"([^\"]*)\" TO \\*]");
    private static final Pattern NAMED = Pattern.compile("id:\\(([^)]*)\\)");

    private final LocalSite site = new LocalSite();
    private final AtomicInteger requests = new AtomicInteger();
    private final RecordedCsw csw = new RecordedCsw(java.util.List.of());
    private final String type;
    private volatile SortedMap<String, String> titles = new TreeMap<>();
    private volatile Spoiler spoiler = (asked, number, right) -> right;

    /** What is answered in place of the right reply to this request, the first since it was told being number 1. */
    @FunctionalInterface
    interface Spoiler {
        Reply instead(Asked asked, int number, Reply right);
    }

    FaultyCatalogue(String type) {
        this.type = type;
        switch (type) {
            case "csw" -> answer("/csw", csw);
            case "ckan" -> {
                answer("/ckan/api/3/action/package_search", this::found);
                answer("/ckan/api/3/action/package_show", this::shown);
            }
            case "dcatus" -> answer("/data.json", asked -> document());
            default -> answer("/waf/", asked -> folders());
        }
    }

    String type() {
        return type;
    }

    URI url() {
        return site.at(
                switch (type) {
                    case "csw" -> "/csw";
                    case "ckan" -> "/ckan";
                    case "dcatus" -> "/data.json";
                    default -> "/waf/";
                });
    }

    /** Holds exactly these records from now on: titles by identifier. */
    void hold(Map<String, String> records) {
        var before = titles;
        titles = new TreeMap<>(records);
        csw.hold(titles.entrySet().stream()
                .map(each -> IsoRecord.of(each.getKey(), each.getValue()))
                .toList());
        if (type.equals("waf")) {
            before.keySet().forEach(id -> site.remove(file(id)));
            titles.forEach((id, title) -> {
                answer(file(id), asked -> Reply.xml(IsoRecord.of(id, title)));
                answer("/waf/" + folder(id), asked -> files(folder(id)));
            });
        }
    }

    void spoil(Spoiler other) {
        requests.set(0);
        spoiler = other;
    }

    void mend() {
        spoil((asked, number, right) -> right);
    }

    /** Requests since it was last spoilt or mended. */
    int requests() {
        return requests.get();
    }

    private void answer(String path, java.util.function.Function<Asked, Reply> right) {
        site.answer(path, asked -> spoiler.instead(asked, requests.incrementAndGet(), right.apply(asked)));
    }

    private static String folder(String id) {
        // r-01 to r-04 lie in the first folder, and so on.
        return "part-%d/".formatted((Integer.parseInt(id.substring(id.length() - 2)) - 1) / PAGE);
    }

    private static String file(String id) {
        return "/waf/" + folder(id) + id + ".xml";
    }

    private Reply folders() {
        return LocalSite.index(
                titles.keySet().stream().map(FaultyCatalogue::folder).distinct());
    }

    private Reply files(String folder) {
        return LocalSite.index(
                titles.keySet().stream().filter(id -> folder(id).equals(folder)).map(id -> id + ".xml"));
    }

    private Reply found(Asked asked) {
        var parameters = parameters(asked.uri());
        var fq = parameters.getOrDefault("fq", "");
        var after = AFTER.matcher(fq).results().map(match -> match.group(1)).collect(Collectors.joining());
        var named = NAMED.matcher(fq).results().map(MatchResult::group).collect(Collectors.joining());
        var all = titles.entrySet().stream()
                .filter(each -> each.getKey().compareTo(after) > 0)
                .filter(each -> named.isEmpty() || named.contains('"' + each.getKey() + '"'))
                .toList();
        var page = all.stream()
                .skip(Integer.parseInt(parameters.getOrDefault("start", "0")))
                .limit(Math.min(PAGE, Integer.parseInt(parameters.getOrDefault("rows", "10"))))
                .map(each -> dict(each.getKey(), each.getValue()))
                .collect(Collectors.joining(","));
        return json(200, "{\"success\":true,\"result\":{\"count\":%d,\"results\":[%s]}}".formatted(all.size(), page));
    }

    private Reply shown(Asked asked) {
        var id = parameters(asked.uri()).getOrDefault("id", "");
        var title = titles.get(id);
        return title == null
                ? json(404, "{\"success\":false,\"error\":{\"__type\":\"Not Found Error\",\"message\":\"Not found\"}}")
                : json(200, "{\"success\":true,\"result\":%s}".formatted(dict(id, title)));
    }

    private static String dict(String id, String title) {
        return """
            {"id":"%s","name":"%s","title":"%s","type":"dataset","state":"active","private":false,\
            "metadata_modified":"2024-03-04T05:06:07.%06d","resources":[{"url":"https://data.example/%s.csv"}]}\
            """.formatted(id, id, title, Math.floorMod(title.hashCode(), 1_000_000), id);
    }

    private Reply document() {
        return json(
                200,
                titles.entrySet().stream()
                        .map(each -> """
                            {"identifier":"%s","title":"%s","description":"Levels read by hand","accessLevel":"public","keyword":["tides"]}\
                            """.formatted(each.getKey(), each.getValue()))
                        .collect(Collectors.joining(
                                ",\n",
                                "{\"conformsTo\":\"https://project-open-data.cio.gov/v1.1/schema\",\"dataset\":[\n",
                                "\n]}")));
    }

    private static Reply json(int status, String body) {
        return Reply.of(status, "application/json", body);
    }

    private static Map<String, String> parameters(URI uri) {
        var parameters = new HashMap<String, String>();
        for (var pair : String.valueOf(uri.getRawQuery()).split("&")) {
            var parts = pair.split("=", 2);
            parameters.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    /** Records {@code r-01} and so on, with titles of their own. */
    static Map<String, String> records(String prefix, int count) {
        var records = new LinkedHashMap<String, String>();
        for (int i = 1; i <= count; i++) {
            records.put("%s-%02d".formatted(prefix, i), "Title %d of %s".formatted(i, prefix));
        }
        return records;
    }

    /** Nobody answers at its address any more. */
    @Override
    public void close() {
        site.close();
    }
}

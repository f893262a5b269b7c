package org.garner.harvesters.waf;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.garner.harvest.Fetched;
import org.garner.harvest.Harvester;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvesters.Fixtures;
import org.garner.harvesters.Walk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Folders of real servers: their index pages and files are served on this machine and read as their tests state. */
class WafFixturesTest {
    private static final List<String> CHECKED = new ArrayList<>();
    private static final WireMockServer SERVER =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    private final PoliteClient client = Walk.client();
    private final Harvester harvester = new WafHarvester();

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @BeforeEach
    void forget() {
        SERVER.resetAll();
    }

    @AfterEach
    void closeTheClient() {
        client.close();
    }

    @AfterAll
    static void sayWhatWasChecked() {
        SERVER.stop();
        System.out.printf("fixtures checked: waf %d files%n", CHECKED.size());
    }

    @Test
    void indexPagesOfApacheNginxAndIisGiveTheRecordsAndDatesThatTheirTestsState() throws Exception {
        var folder = Fixtures.folder("waf");
        for (var kind : Map.of("apache", "Apache/2.4.62", "nginx", "nginx/1.27", "iis", "Microsoft-IIS/10.0")
                .entrySet()) {
            var path = "/" + kind.getKey() + "-folder/";
            serve(path, kind.getValue(), Fixtures.bytes(folder, kind.getKey() + "/folder.html"));
            serve(path + "subfolder/", kind.getValue(), Fixtures.bytes(folder, kind.getKey() + "/subfolder.html"));

            var walk = walk(path);

            assertThat(names(walk))
                    .as(kind.getKey())
                    .containsExactlyInAnyOrderEntriesOf(stated(folder, kind.getKey() + "/folder.html"));
            assertThat(walk.partial()).isFalse();
            assertThat(walk.problems()).isEmpty();
            assertThat(walk.mode()).containsIgnoringCase(kind.getKey()).contains("with dates");
            CHECKED.add(kind.getKey() + "/folder.html");
            CHECKED.add(kind.getKey() + "/subfolder.html");
        }
    }

    @Test
    void singlePagesGiveTheRecordsAndDatesThatTheirTestsState() throws Exception {
        var folder = Fixtures.folder("waf");
        for (var file : List.of("apache/census-pre.html", "other/no-dates.html")) {
            serve("/one/", "Apache", Fixtures.bytes(folder, file));
            assertThat(names(walk("/one/"))).as(file).containsExactlyInAnyOrderEntriesOf(stated(folder, file));
            CHECKED.add(file);
        }
    }

    @Test
    void handMadeFoldersGiveAllTheirRecords() throws Exception {
        var folder = Fixtures.folder("waf");
        for (var name : List.of("gemini-two-records", "waf1", "waf-gmi", "waf-fgdc")) {
            var files = Fixtures.files(folder.resolve("other/" + name), ".xml");
            var index = "other/" + name + "/index.html";
            serve("/" + name + "/index.html", "", Fixtures.bytes(folder, index));
            for (var file : files) {
                serve("/" + name + "/" + file, "", Fixtures.bytes(folder, "other/" + name + "/" + file));
            }

            var walk = walk("/" + name + "/index.html");

            var stated =
                    Fixtures.expected(folder, index).path("stated_by_tests").path(0);
            assertThat(walk.keys())
                    .as(name)
                    .hasSize(
                            stated.path("objects").asInt(stated.path("datasets").asInt()));
            assertThat(names(walk).keySet()).as(name).containsExactlyInAnyOrderElementsOf(files);
            assertThat(walk.problems()).as(name).isEmpty();
            fetchAll(walk, "/" + name + "/");
            CHECKED.add(index);
            files.forEach(file -> CHECKED.add("other/" + name + "/" + file));
        }
    }

    @Test
    void aNestedTreeGivesAllItsFilesThoughTheirNamesRepeat() throws Exception {
        var folder = Fixtures.folder("waf");
        var tree = folder.resolve("tree-nested");
        var files = Fixtures.files(tree, ".xml");
        assertThat(files).isNotEmpty();
        for (var file : files) {
            serve("/tree/" + file, "", Fixtures.bytes(tree, file));
            CHECKED.add("tree-nested/" + file);
        }
        pagesFor(files).forEach((path, links) -> {
            var page = new StringBuilder("<html><title>Directory listing for " + path + "</title><ul>");
            links.forEach(link -> page.append("<li><a href=\"%s\">%s</a></li>".formatted(link, link)));
            serve(
                    "/tree/" + path,
                    "SimpleHTTP/0.6",
                    page.append("</ul></html>").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });

        var walk = walk("/tree/");

        assertThat(walk.keys()).hasSize(files.size()).doesNotHaveDuplicates();
        assertThat(walk.partial()).isFalse();
        fetchAll(walk, "/tree/");
    }

    /** What a file server would show: for each folder its files and the folders in it. */
    private static Map<String, List<String>> pagesFor(List<String> files) {
        var pages = new TreeMap<String, List<String>>();
        for (var file : files) {
            var above = "";
            for (var part : file.split("(?<=/)")) {
                var links = pages.computeIfAbsent(above, path -> new ArrayList<>());
                if (!links.contains(part)) {
                    links.add(part);
                }
                above += part;
            }
        }
        return pages;
    }

    private void fetchAll(Walk walk, String path) throws Exception {
        var source = Walk.source(harvester, URI.create(SERVER.baseUrl() + path), "{}");
        var refs =
                walk.records().stream().map(listed -> Walk.ref(source, listed)).toList();
        assertThat(harvester.fetch(source, refs, client))
                .as(path)
                .hasSameSizeAs(refs)
                .allMatch(one -> one instanceof Fetched.Document);
    }

    private Walk walk(String path) throws Exception {
        return Walk.through(harvester, Walk.source(harvester, URI.create(SERVER.baseUrl() + path), "{}"), client);
    }

    private static void serve(String path, String server, byte[] body) {
        var reply = WireMock.aResponse()
                .withHeader("Content-Type", path.endsWith(".xml") ? "application/xml" : "text/html")
                .withBody(body);
        SERVER.stubFor(WireMock.get(path).willReturn(server.isEmpty() ? reply : reply.withHeader("Server", server)));
    }

    /** File names with the date that was read, as the tests write it. */
    private static Map<String, String> names(Walk walk) {
        var names = new LinkedHashMap<String, String>();
        for (var listed : walk.records()) {
            var path = listed.key().value();
            var revision = listed.revision();
            names.put(
                    path.substring(path.lastIndexOf('/') + 1),
                    revision == null ? "none" : revision.value().replace('T', ' ') + ":00");
        }
        return names;
    }

    private static Map<String, String> stated(Path folder, String file) {
        var stated = new LinkedHashMap<String, String>();
        for (JsonNode record :
                Fixtures.expected(folder, file).path("stated_by_tests").path(0).path("records")) {
            stated.put(
                    record.get(0).asString(),
                    record.get(1).isNull() ? "none" : record.get(1).asString());
        }
        return stated;
    }
}

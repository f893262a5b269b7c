package org.garner.harvesters.csw;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.garner.catalog.format.MalformedXmlException;
import org.garner.catalog.format.Xml;
import org.garner.harvest.Harvester;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceReply;
import org.garner.harvest.http.SourceRequest;
import org.garner.harvesters.Fixtures;
import org.garner.harvesters.LocalSite;
import org.garner.harvesters.LocalSite.Asked;
import org.garner.harvesters.LocalSite.Reply;
import org.garner.harvesters.Walk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Answers of real CSW servers: each file is served on this machine and read as the reference says. */
class CswFixturesTest {
    private static final List<String> CHECKED = new ArrayList<>();
    private final PoliteClient client = Walk.client();
    private final Harvester harvester = new CswHarvester();

    @AfterEach
    void closeTheClient() {
        client.close();
    }

    @AfterAll
    static void sayWhatWasChecked() {
        System.out.printf("fixtures checked: csw %d files%n", CHECKED.size());
    }

    @Test
    void everyAnswerNamesItsRecordsAsTheReferenceReadsThem() throws Exception {
        var folder = Fixtures.folder("csw");
        for (var file : Fixtures.files(folder, ".xml")) {
            if (file.startsWith("peers/")) {
                continue;
            }
            var plain =
                    Fixtures.expected(folder, file).path("read_by_reference").path("plain reading of the XML");
            try (var site = serving(folder, file);
                    var reply = client.send(SourceRequest.get(site.at("/"), SourceRequest.PAGE))) {
                check(file, plain, reply);
            }
            CHECKED.add(file);
        }
        assertThat(CHECKED).as("files checked").hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void noAnswerOfThePeersStopsTheReading() throws Exception {
        var folder = Fixtures.folder("csw/peers");
        for (var file : Fixtures.files(folder, ".xml")) {
            try (var site = serving(folder, file);
                    var reply = client.send(SourceRequest.get(site.at("/"), SourceRequest.PAGE))) {
                if (harvester.recognises(reply) && !refusal(reply.uri()).contains("exception report")) {
                    var page = RecordsPage.read(reply);
                    var returned = page.claims().returned();
                    assertThat(page.broken()).as(file).isNull();
                    // One file was cut down to one record of 37 by hand: its claim is as untrue as those of servers.
                    assertThat(page.records().size())
                            .as(file)
                            .isBetween(
                                    returned == null || returned == 0 ? 0 : 1,
                                    returned == null ? 100 : returned.intValue());
                }
            }
            CHECKED.add("peers/" + file);
        }
    }

    private void check(String file, JsonNode plain, SourceReply reply) throws Exception {
        switch (plain.path("root").asString()) {
            case "Capabilities" -> {
                var found = Capabilities.of(CswReplies.tree(reply), URI.create("http://localhost/csw"));
                assertThat(found.schemas())
                        .as(file)
                        .containsExactlyInAnyOrderElementsOf(texts(plain.path("output_schemas")));
                assertThat(found.gets()).as(file).isNotEmpty();
                assertThat(found.posts()).as(file).isNotEmpty();
                assertThat(harvester.recognises(reply)).as(file).isTrue();
            }
            case "ExceptionReport" -> {
                var exception = plain.path("exception");
                assertThat(refusal(reply.uri()))
                        .as(file)
                        .contains(exception.path("code").asString())
                        .contains("'" + exception.path("locator").asString() + "'")
                        .contains(exception.path("text").asString().split("\\s")[0]);
                assertThat(harvester.recognises(reply)).as(file).isTrue();
            }
            case "GetRecordsResponse", "GetRecordByIdResponse" -> checkRecords(file, plain, reply);
            default -> {
                // A record that stands alone is the reader's to check, and no answer of a CSW.
                assertThat(harvester.recognises(reply)).as(file).isFalse();
                assertThat(plain.path("root").asString()).as(file).isEqualTo("Record");
            }
        }
    }

    private static void checkRecords(String file, JsonNode plain, SourceReply reply) throws MalformedXmlException {
        var page = RecordsPage.read(reply);
        assertThat(page.broken()).as(file).isNull();
        assertThat(page.records()).extracting(FoundRecord::id).as(file).isEqualTo(texts(plain.path("identifiers")));
        var claims = plain.path("search_results");
        if (!claims.isMissingNode()) {
            assertThat(page.claims().matched()).as(file).isEqualTo(number(claims, "numberOfRecordsMatched"));
            assertThat(page.claims().returned()).as(file).isEqualTo(number(claims, "numberOfRecordsReturned"));
            assertThat(page.claims().next()).as(file).isEqualTo(number(claims, "nextRecord"));
            assertThat(page.records())
                    .as(file)
                    .hasSize(plain.path("records_in_page").asInt());
        }
        for (var found : page.records()) {
            try (var alone = Xml.read(found.xml())) {
                assertThat(alone.localName()).as(file).isEqualTo(found.root());
            }
        }
    }

    private String refusal(URI address) throws InterruptedException {
        try (var reply = CswReplies.ask(client, SourceRequest.get(address, 1 << 20), RecordsPage.GET_RECORDS)) {
            return "no refusal, but " + reply;
        } catch (SourceException e) {
            return e.failure().describe();
        }
    }

    @Test
    void threePagesOfGeoNetworkGiveSixRecords() throws Exception {
        var folder = Fixtures.folder("csw");
        var stated = Fixtures.expected(folder, "geonetwork-iso/getrecords_start1.xml")
                .path("stated_by_tests")
                .path(0)
                .path("three_pages_together")
                .path("records")
                .asInt();
        var walk = walk(asked -> page(
                folder,
                Map.of(
                        1L, "geonetwork-iso/getrecords_start1.xml",
                        3L, "geonetwork-iso/getrecords_start3.xml",
                        5L, "geonetwork-iso/getrecords_start5.xml"),
                asked));

        assertThat(walk.keys()).hasSize(stated).doesNotHaveDuplicates();
        assertThat(walk.pages()).hasSize(3);
        assertThat(walk.partial()).isFalse();
        assertThat(walk.records()).extracting(ListedRecord::document).doesNotContainNull();
    }

    @Test
    void aPageOf1600KilobytesIsReadInOnePassWithItsRecordsWhole() throws Exception {
        var folder = Fixtures.folder("csw");
        var walk = walk(asked -> page(folder, Map.of(1L, "peers/magda-qspatial/qspatial-response.xml"), asked));

        assertThat(walk.pages()).hasSize(1);
        assertThat(walk.keys()).hasSize(41).doesNotHaveDuplicates().contains("{FC206F78-480D-49E8-977A-4A74A9A5A89F}");
        assertThat(walk.problems())
                .as("42 records, one of them without a fileIdentifier")
                .singleElement()
                .asString()
                .startsWith("Line ")
                .contains("(MD_Metadata) was left out");
        assertThat(walk.partial()).isFalse();
        assertThat(walk.records().stream()
                        .map(ListedRecord::document)
                        .mapToInt(document -> document == null ? 0 : document.length)
                        .sum())
                .isBetween(1_200_000, 2_000_000);
    }

    @Test
    void blanksBeforeTheDeclarationAndADefaultNamespaceDoNoHarm() throws Exception {
        var folder = Fixtures.folder("csw");
        var walk = walk(asked -> page(folder, Map.of(1L, "peers/magda-env/env.xml"), asked));

        assertThat(walk.keys()).hasSize(10);
        assertThat(walk.partial()).as("292 match and ten came").isTrue();
        assertThat(walk.problems())
                .anySatisfy(problem -> assertThat(problem).contains("292").contains("10 different ones"));
    }

    @Test
    void namespacesAndCopiesAmongTheRecordsOfAurin() throws Exception {
        var folder = Fixtures.folder("csw");
        for (var file : List.of("aurin-response.xml", "aurin-license-response.xml")) {
            var walk = walk(asked -> page(folder, Map.of(1L, "peers/magda-aurin/" + file), asked));
            assertThat(walk.keys()).as(file).isNotEmpty().doesNotHaveDuplicates();
            assertThat(walk.partial()).as(file).isFalse();
            for (var listed : walk.records()) {
                var document = listed.document();
                assertThat(document).as(file).isNotNull();
                assertThat(new String(document == null ? new byte[0] : document, StandardCharsets.UTF_8))
                        .as(file)
                        .contains("xmlns:gco=\"http://www.isotc211.org/2005/gco\"");
            }
        }
    }

    @Test
    void aGeoNetworkThatGivesSummariesIsAskedForItsRecordsById() throws Exception {
        var folder = Fixtures.folder("csw");
        var peer = "peers/geonetwork-harvester/";
        Function<Asked, Reply> server = asked -> {
            var words = asked.uri() + asked.body();
            if (words.contains("GetCapabilities")) {
                return Reply.of(200, "text/xml", Fixtures.bytes(folder, peer + "capabilities.xml"));
            }
            if (words.contains("GetRecordById")) {
                var id = words.contains("7e926fbf")
                        ? "7e926fbf-00fb-4ff5-a99e-c8576027c4e7"
                        : "da165110-88fd-11da-a88f-000d939bc5d8";
                return Reply.of(200, "text/xml", Fixtures.bytes(folder, peer + "GetRecordById-" + id + ".xml"));
            }
            return Reply.of(200, "text/xml", Fixtures.bytes(folder, peer + "getRecords.xml"));
        };
        try (var site = new LocalSite(server)) {
            var source = Walk.source(harvester, site.at("/srv/eng/csw"), "{}");
            var walk = Walk.through(harvester, source, client);

            assertThat(walk.keys()).hasSize(2);
            assertThat(walk.partial()).isFalse();
            assertThat(walk.mode()).startsWith("identifiers with dates").contains("POST");
            assertThat(walk.records()).extracting(ListedRecord::document).containsOnlyNulls();

            var refs = walk.records().stream()
                    .map(listed -> Walk.ref(source, listed))
                    .toList();
            var fetched = harvester.fetch(source, refs, client);
            assertThat(fetched)
                    .extracting(one -> one.getClass().getSimpleName() + " " + one.key())
                    .containsExactlyInAnyOrderElementsOf(
                            walk.keys().stream().map(key -> "Document " + key).toList());
        }
    }

    private Walk walk(Function<Asked, Reply> server) throws Exception {
        try (var site = new LocalSite(server)) {
            return Walk.through(harvester, Walk.source(harvester, site.at("/csw"), "{}"), client);
        }
    }

    /** The recorded page of the position that was asked for; beyond the recorded ones an empty page. */
    private static Reply page(Path folder, Map<Long, String> pages, Asked asked) {
        if (asked.uri().toString().contains("GetCapabilities")) {
            return FakeCsw.exception("NoApplicableCode", "request", "Nothing was recorded");
        }
        var position = asked.method().equals("POST")
                ? asked.body().replaceAll("(?s).*startPosition=\"(\\d+)\".*", "$1")
                : asked.uri().toString().replaceAll(".*startPosition=(\\d+).*", "$1");
        var file = pages.get(Long.valueOf(position));
        return file != null
                ? Reply.of(200, "application/xml", Fixtures.bytes(folder, file))
                : Reply.xml(
                        "<csw:GetRecordsResponse"
                            + " xmlns:csw='http://www.opengis.net/cat/csw/2.0.2'><csw:SearchResults/></csw:GetRecordsResponse>");
    }

    private static LocalSite serving(Path folder, String file) {
        var content = Fixtures.bytes(folder, file);
        return new LocalSite(asked -> Reply.of(200, "application/xml", content));
    }

    private static List<String> texts(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToObj(i -> array.get(i).asString())
                .toList();
    }

    private static @org.jspecify.annotations.Nullable Long number(JsonNode claims, String name) {
        return claims.has(name) ? Long.valueOf(claims.get(name).asString()) : null;
    }
}

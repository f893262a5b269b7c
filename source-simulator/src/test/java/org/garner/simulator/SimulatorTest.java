package org.garner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SimulatorTest {
    private static final String GMD = "http://www.isotc211.org/2005/gmd";
    private static final String CSW = "http://www.opengis.net/cat/csw/2.0.2";

    private final HttpClient http = HttpClient.newHttpClient();
    private final SimulatedCsw csw = new SimulatedCsw("/csw", Records.of(250));
    private final SimulatedWaf waf = new SimulatedWaf("/waf/", Records.of(130).seeded(7), SimulatedWaf.Style.APACHE);
    private Simulator simulator = Simulator.builder().start(0);

    @BeforeEach
    void start() {
        simulator.close();
        simulator = Simulator.builder().with(csw).with(waf).start(0);
    }

    @AfterEach
    void stop() {
        simulator.close();
        http.close();
    }

    @Test
    void aCatalogueIsReadInPagesOfWholeIsoRecords() throws Exception {
        var ids = new HashSet<String>();
        var position = 1;
        while (position > 0) {
            var page = xml(get(records("&startPosition=" + position + "&maxRecords=100&outputSchema=" + GMD))
                    .body());
            var results =
                    (Element) page.getElementsByTagNameNS(CSW, "SearchResults").item(0);
            assertThat(results.getAttribute("numberOfRecordsMatched")).isEqualTo("250");
            var records = page.getElementsByTagNameNS(GMD, "fileIdentifier");
            for (var i = 0; i < records.getLength(); i++) {
                ids.add(records.item(i).getTextContent().strip());
            }
            position = Integer.parseInt(results.getAttribute("nextRecord"));
        }
        assertThat(ids).containsExactlyInAnyOrderElementsOf(csw.ids()).hasSize(250);
        assertThat(csw.requests("GetRecords")).isEqualTo(3);
    }

    @Test
    void aPostedRequestGetsTheSameAnswerAsOneInTheAddress() throws Exception {
        var body = """
            <csw:GetRecords xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" service="CSW" version="2.0.2" resultType="results"
                startPosition="11" maxRecords="5" outputSchema="http://www.isotc211.org/2005/gmd">
              <csw:Query typeNames="csw:Record"><csw:ElementSetName>full</csw:ElementSetName></csw:Query>
            </csw:GetRecords>
            """;
        var posted = http.send(
                HttpRequest.newBuilder(simulator.uri(csw))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        var asked = get(records("&startPosition=11&maxRecords=5&elementSetName=full&outputSchema=" + GMD));
        assertThat(posted.body()).isEqualTo(asked.body()).contains("numberOfRecordsReturned=\"5\"");
        assertThat(csw.requests("GetRecords")).isEqualTo(2);
    }

    @Test
    void recordsCanBeAskedForByTheirIds() throws Exception {
        csw.spoil(3, RecordFault.MISSING);
        var ids = String.join(",", csw.ids().subList(2, 5));
        var reply = get(simulator.uri(csw) + "?service=CSW&version=2.0.2&request=GetRecordById&elementSetName=full&id="
                + ids + "&outputSchema=" + GMD);
        assertThat(xml(reply.body()).getElementsByTagNameNS(GMD, "MD_Metadata").getLength())
                .isEqualTo(2);
    }

    @Test
    void recordsHaveTheSizeThatWasAskedForAndAreTheSameEachTime() throws Exception {
        var page = get(records("&maxRecords=100&elementSetName=full&outputSchema=" + GMD))
                .body();
        assertThat(page.length() / 100).isBetween(24_000, 26_500);
        try (var twin = Simulator.builder()
                .with(new SimulatedCsw("/csw", Records.of(250)))
                .start(0)) {
            var other = get(twin.uri(twin.sources().getFirst()) + "?service=CSW&version=2.0.2&request=GetRecords"
                    + "&resultType=results&maxRecords=100&elementSetName=full&outputSchema=" + GMD);
            assertThat(other.body()).isEqualTo(page);
        }
    }

    @Test
    void anUnknownVersionIsRefusedWithAnExceptionReport() throws Exception {
        var reply = get(simulator.uri(csw) + "?service=CSW&version=3.0.0&request=GetRecords");
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("ExceptionReport", "VersionNegotiationFailed");
    }

    @Test
    void aFolderListsItsFilesAndItsFoldersInEachStyle() throws Exception {
        for (var style : SimulatedWaf.Style.values()) {
            var source = new SimulatedWaf("/records/", Records.of(130), style);
            try (var server = Simulator.builder().with(source).start(0)) {
                var root = get(server.uri(source).toString());
                assertThat(root.headers().firstValue("Server")).get().asString().isNotBlank();
                assertThat(links(root.body(), "record-\\d+[.]xml"))
                        .as(style.name())
                        .hasSize(100);
                assertThat(links(root.body(), "part-1/")).as(style.name()).hasSize(1);
                assertThat(links(get(server.uri(source) + "part-1/").body(), "record-\\d+[.]xml"))
                        .as(style.name())
                        .hasSize(30);
            }
        }
    }

    @Test
    void aFileThatDidNotChangeAnswers304() throws Exception {
        var file = simulator.uri(waf) + "record-0.xml";
        var etag = get(file).headers().firstValue("ETag").orElseThrow();
        var conditional = HttpRequest.newBuilder(URI.create(file))
                .header("If-None-Match", etag)
                .build();
        assertThat(http.send(conditional, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(304);
        waf.change(1);
        var changed = http.send(conditional, HttpResponse.BodyHandlers.ofString());
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).contains("(revision 1)");
    }

    @Test
    void aDataJsonIsOneDocumentOfTheSizeThatWasAskedFor() throws Exception {
        var source = new SimulatedDataJson("/data.json", Records.of(40).sized(9_000));
        try (var server = Simulator.builder().with(source).start(0)) {
            var reply = get(server.uri(source).toString());
            assertThat(reply.body().length() / 40).isBetween(8_500, 9_500);
            assertThat(identifiers(reply.body())).isEqualTo(source.ids());
            assertThat(reply.body()).startsWith("{\"@context\"").endsWith("]}\n");

            var etag = reply.headers().firstValue("ETag").orElseThrow();
            var conditional = HttpRequest.newBuilder(server.uri(source))
                    .header("If-None-Match", etag)
                    .build();
            assertThat(http.send(conditional, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(304);
            source.change(1);
            source.spoil(3, RecordFault.MISSING);
            source.spoil(5, RecordFault.SAME_ID);
            var changed = http.send(conditional, HttpResponse.BodyHandlers.ofString());
            assertThat(changed.body()).contains("(revision 1)");
            assertThat(identifiers(changed.body())).hasSize(39);
            assertThat(new HashSet<>(identifiers(changed.body()))).hasSize(38);
        }
    }

    private static java.util.List<String> identifiers(String dataJson) {
        return Pattern.compile("\"identifier\":\"([^\"]*)\"")
                .matcher(dataJson)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void editsTouchOnlyTheRecordsTheyName() {
        var before = csw.ids();
        csw.change(3);
        csw.remove(10);
        assertThat(csw.ids()).isEqualTo(before.subList(0, 240));
        csw.clear();
        assertThat(csw.size()).isZero();
    }

    @Test
    void eachFaultShowsWhereItWasPlanted() throws Exception {
        waf.spoil(1, RecordFault.CUT_OFF);
        waf.spoil(2, RecordFault.HTML);
        waf.spoil(3, RecordFault.MISSING);
        waf.spoil(4, RecordFault.NO_TITLE);
        waf.spoil(5, RecordFault.NUL);
        waf.spoil(6, RecordFault.WRONG_ENCODING);
        waf.spoil(7, RecordFault.SAME_ID);
        assertThatThrownBy(() -> xml(file(1))).isInstanceOf(org.xml.sax.SAXException.class);
        assertThat(file(2)).contains("<!DOCTYPE html>");
        assertThat(get(simulator.uri(waf) + "record-3.xml").statusCode()).isEqualTo(404);
        assertThat(xml(file(4))
                        .getElementsByTagNameNS(GMD, "CI_Citation")
                        .item(0)
                        .getTextContent())
                .doesNotContain("of");
        assertThat(file(5)).contains("\0");
        assertThat(file(6)).contains("\uFFFD");
        assertThat(waf.ids().get(7)).isEqualTo(waf.ids().get(6));
        assertThat(waf.planted()).hasSize(7);
    }

    @Test
    void troubleComesAsOftenAsOrderedAndThenEnds() throws Exception {
        csw.fail(1, new Trouble.Html());
        csw.fail(1, new Trouble.Status(429, Duration.ofSeconds(2)));
        csw.fail(1, new Trouble.Truncated());
        csw.fail(1, new Trouble.Broken());
        var page = records("&maxRecords=10&elementSetName=full&outputSchema=" + GMD);
        assertThat(get(page).body()).contains("<!DOCTYPE html>");
        assertThat(get(page).headers().firstValue("Retry-After")).contains("2");
        assertThatThrownBy(() -> xml(get(page).body())).isInstanceOf(org.xml.sax.SAXException.class);
        assertThatThrownBy(() -> get(page)).isInstanceOf(IOException.class);
        assertThat(xml(get(page).body())
                        .getElementsByTagNameNS(GMD, "MD_Metadata")
                        .getLength())
                .isEqualTo(10);
    }

    @Test
    void titlesDifferFromRecordToRecord() {
        assertThat(Records.of(5_000).generate()).extracting(SampleRecord::title).doesNotHaveDuplicates();
    }

    @Test
    void anotherProcessEditsTheSourcesAndSeesWhatWasServed() throws Exception {
        simulator.close();
        simulator = Simulator.builder().with(csw).controlled().start(0);
        var control = "http://127.0.0.1:" + simulator.port() + "/control";
        var length = get(records("&maxRecords=10&outputSchema=" + GMD)).body().getBytes(StandardCharsets.UTF_8).length;
        assertThat(get(control).body())
                .isEqualTo("{\"records\": 250, \"bytes\": %d, \"requests\": {\"GetRecords\": 1}}".formatted(length));
        var before = get(control + "/hash").body();
        assertThat(before).isEqualTo(get(control + "/hash").body()).contains("\"hashes\": [\"" + csw.hash() + "\"]");
        assertThat(post(control + "/remove?count=50").body()).startsWith("{\"records\": 200, ");
        assertThat(post(control + "/change?count=2").statusCode()).isEqualTo(200);
        assertThat(csw.ids()).hasSize(200);
        assertThat(get(records("&maxRecords=3&outputSchema=" + GMD)).body().split("\\(revision 1\\)", -1))
                .hasSize(3);
        assertThat(get(control + "/hash").body()).isNotEqualTo(before);
        assertThat(post(control + "/change?count=many").statusCode()).isEqualTo(400);
        assertThat(post(control + "/else").statusCode()).isEqualTo(404);
    }

    @Test
    void theDemoServesWhatItSays() throws Exception {
        try (var demo = DemoSources.start()) {
            assertThat(demo.expected()).hasSize(2);
            for (var source : demo.simulator().sources()) {
                var expected = demo.expected().stream()
                        .filter(one -> one.url().equals(demo.simulator().uri(source)))
                        .findFirst()
                        .orElseThrow();
                assertThat(expected.added() + expected.faults().size() + expected.duplicates())
                        .isEqualTo(source.size());
                assertThat(get(expected.url().toString()).statusCode()).isEqualTo(200);
            }
        }
    }

    private String records(String more) {
        return simulator.uri(csw) + "?service=CSW&version=2.0.2&request=GetRecords&resultType=results" + more;
    }

    private String file(int number) throws Exception {
        return get(simulator.uri(waf) + "record-" + number + ".xml").body();
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String address) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static java.util.List<String> links(String page, String form) {
        return Pattern.compile("(?i)<a href=\"(?:[^\"]*/)?(" + form + ")\"")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static Document xml(String text) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}

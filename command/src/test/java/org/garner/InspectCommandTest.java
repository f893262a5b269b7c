package org.garner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.garner.simulator.RecordFault;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.SimulatedDataJson;
import org.garner.simulator.SimulatedWaf;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InspectCommandTest {
    private final SimulatedCsw csw = new SimulatedCsw("/csw", Records.of(30).sized(8_000));
    private final SimulatedWaf waf = new SimulatedWaf("/waf/", Records.of(6).sized(8_000), SimulatedWaf.Style.NGINX);
    private Simulator simulator = Simulator.builder().start(0);

    private record Result(int status, String out, String err) {
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    @BeforeAll
    static void letTheHostHeaderBeSet() {
        // This test uses the JDK's client before the polite one is loaded.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    @BeforeEach
    void start() {
        simulator.close();
        simulator = Simulator.builder().with(csw).with(waf).start(0);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aCatalogueIsReadRecordByRecord() {
        var result = garner("inspect", "--json", simulator.uri(csw).toString());
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.json().propertyNames()).containsExactly("format", "datasets", "warnings", "errors");
        assertThat(result.json().get("format").asString()).isEqualTo("iso19139");
        assertThat(result.json().get("datasets")).hasSize(30).allSatisfy(dataset -> {
            assertThat(dataset.has("id")).isFalse();
            assertThat(dataset.get("name").asString()).matches("[a-z0-9-]{2,100}");
            assertThat(dataset.get("tags")).isNotEmpty();
            assertThat(dataset.get("resources")).isNotEmpty();
        });
    }

    @Test
    void aLimitEndsTheReadingEarly() {
        var result =
                garner("inspect", "--json", "--limit", "4", simulator.uri(csw).toString());
        assertThat(result.json().get("datasets")).hasSize(4);
        assertThat(csw.requests("GetRecords")).isLessThanOrEqualTo(2);
    }

    @Test
    void recordsThatCannotBeReadAreNamedAndTheOthersShown() {
        waf.spoil(2, RecordFault.CUT_OFF);
        waf.spoil(3, RecordFault.MISSING);
        var result = garner("inspect", "--json", simulator.uri(waf).toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().get("datasets")).hasSize(4);
        assertThat(result.json().get("errors"))
                .extracting(error -> error.get("kind").asString())
                .containsExactlyInAnyOrder("format", "transport");
    }

    @Test
    void aFileIsReadWithoutANetwork(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("record.xml"), document());
        var result = garner("inspect", "--json", file.toString());
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.json().get("datasets")).hasSize(1);
        var inWords = garner("inspect", file.toString());
        assertThat(inWords.out())
                .contains(result.json().get("datasets").get(0).get("title").asString());
    }

    @Test
    void aCatalogueInOneDocumentIsReadFromItsAddressAndFromAFile(@TempDir Path folder) throws Exception {
        var dataJson = new SimulatedDataJson("/data.json", Records.of(5).sized(4_000));
        dataJson.spoil(1, RecordFault.NO_TITLE);
        dataJson.spoil(3, RecordFault.MISSING);
        try (var server = Simulator.builder().with(dataJson).start(0);
                var http = HttpClient.newHttpClient()) {
            var file = folder.resolve("data.json");
            http.send(HttpRequest.newBuilder(server.uri(dataJson)).build(), HttpResponse.BodyHandlers.ofFile(file));
            for (var what : List.of(server.uri(dataJson).toString(), file.toString())) {
                var result = garner("inspect", "--json", what);
                assertThat(result.status()).isEqualTo(1);
                assertThat(result.json().get("format").asString()).isEqualTo("dcatus");
                assertThat(result.json().get("datasets")).hasSize(3);
                assertThat(result.json().get("errors"))
                        .extracting(error -> error.get("kind").asString())
                        .containsExactlyInAnyOrder("format", "mapping");
            }
        }
    }

    @Test
    void anAddressOfOneRecordIsReadAsThatRecord() {
        var result = garner("inspect", "--json", simulator.uri(waf) + "record-0.xml");
        assertThat(result.json().get("datasets")).hasSize(1);
    }

    @Test
    void whatIsNoRecordEndsWith2AndSaysWhatItIs(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("page.html"), "<!DOCTYPE html><html><body>Hello</body></html>");
        var result = garner("inspect", "--json", file.toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.json().get("format").isNull()).isTrue();
        assertThat(result.json().get("errors").get(0).get("message").asString()).contains("HTML");
        assertThat(garner("inspect", folder.resolve("none.xml").toString()).err())
                .contains("no such file");
    }

    @Test
    void wrongUsageEndsWith64AndNamesTheMistake() {
        assertThat(garner("inspect").status()).isEqualTo(64);
        assertThat(garner("inspect", "--limit", "0", "x.xml").status()).isEqualTo(64);
        assertThat(garner("harvest", "ftp://source.example/").err()).contains("http://");
        assertThat(garner("harvest", "--config", "[1]", "http://source.example/")
                        .status())
                .isEqualTo(64);
        assertThat(garner("no-such-verb").status()).isEqualTo(64);
    }

    @Test
    void everyVerbExplainsItself() {
        for (var verb : List.of("harvest", "inspect", "up", "demo", "worker", "control")) {
            assertThat(garner(verb, "--help").out()).contains("Usage: garner " + verb);
        }
    }

    private String document() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(simulator.uri(waf) + "record-1.xml"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static Result garner(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var status = Garner.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Result(status, out.toString(), err.toString());
    }
}

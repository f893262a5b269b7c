package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.garner.control.rest.ControlServer.RunningJob;
import org.garner.ledger.Documents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class ObjectsTest {
    private static final ControlServer SERVER = new ControlServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void theRecordsOfAJobAreListedByHowTheyEnded() {
        var job = SERVER.running(SERVER.source()).lists("https://a.example/Alpha.xml", "beta", "gamma", "delta");
        job.imports("https://a.example/Alpha.xml", "<a/>");
        job.fails("beta", "no root");

        assertThat(guids(job, "")).containsExactly("beta", "delta", "gamma", "https://a.example/Alpha.xml");
        assertThat(guids(job, "outcome=added")).containsExactly("https://a.example/Alpha.xml");
        assertThat(guids(job, "outcome=errored")).containsExactly("beta");
        assertThat(guids(job, "state=WAITING")).containsExactly("delta", "gamma");
        assertThat(guids(job, "guid=beta")).containsExactly("beta");
        assertThat(guids(job, "q=ALPHA")).containsExactly("https://a.example/Alpha.xml");
        var page = SERVER.get(objects(job) + "?limit=2").json();
        assertThat(guids(job, "limit=2&cursor=" + page.path("next").asString()))
                .containsExactly("gamma", "https://a.example/Alpha.xml");
    }

    @Test
    void aRecordTellsWhatBecameOfItWhereAndWhen() {
        var job = SERVER.running(SERVER.source()).lists("one", "two");
        var dataset = job.imports("one", "<one/>");
        job.fails("two", "the end tag is missing");

        var one = SERVER.get(objects(job) + "/" + job.object("one")).json();
        var two = SERVER.get(objects(job) + "/" + job.object("two")).json();

        assertThat(one.at("/object/outcome").asString()).isEqualTo("added");
        assertThat(one.at("/object/dataset/id").asString()).isEqualTo(dataset.toString());
        assertThat(one.at("/object/dataset/url").asString()).isEqualTo("/api/3/action/package_show?id=" + dataset);
        assertThat(one.at("/object/document/hash").asString())
                .isEqualTo(Documents.hashOf("<one/>".getBytes(StandardCharsets.UTF_8)));
        assertThat(one.at("/object/worker").asString()).isEqualTo(ControlServer.WORKER);
        assertThat(one.at("/object/times/ended").isNull()).isFalse();
        assertThat(one.path("work").findValuesAsString("stage")).containsExactly("fetch", "import");
        assertThat(one.path("work").findValuesAsString("worker")).containsOnly(ControlServer.WORKER);
        assertThat(two.at("/object/errors/0/message").asString()).contains("the end tag is missing");
        assertThat(two.at("/object/errors/0/line").asInt()).isEqualTo(12);
        assertThat(two.at("/object/dataset").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "<gmd>ä</gmd>,                   application/xml,          .xml",
        "'{\"a\": 1}',                   application/json,         .json",
        "<html><script>1</script></html>, text/html,               .html",
        "just words,                     application/octet-stream, .bin"
    })
    void aDocumentIsGivenAsItWasFetchedAndToBeSaved(String text, String type, String ending) {
        var job = SERVER.running(SERVER.source()).lists("one");
        job.imports("one", text);
        var path = objects(job) + "/" + job.object("one") + "/document";

        var document = SERVER.get(path);

        assertThat(document.text()).isEqualTo(text);
        assertThat(document.type()).isEqualTo(type);
        assertThat(document.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(document.header("Content-Security-Policy")).contains("sandbox");
        assertThat(document.header("Content-Disposition"))
                .startsWith("attachment")
                .contains(ending);
        assertThat(document.header("ETag"))
                .isEqualTo("\"" + Documents.hashOf(text.getBytes(StandardCharsets.UTF_8)) + "\"");
        assertThat(SERVER.get(path, "If-None-Match", document.header("ETag")).status())
                .isEqualTo(304);
    }

    @Test
    void aDocumentThatIsNotThereIsNotFoundWithTheReason() {
        var job = SERVER.running(SERVER.source()).lists("fetched", "waiting");
        job.imports("fetched", "<gone-from-the-store/>");
        SERVER.bean(JdbcClient.class)
                .sql("delete from harvest_document where hash = decode(:hash, 'hex')")
                .param("hash", Documents.hashOf("<gone-from-the-store/>".getBytes(StandardCharsets.UTF_8)))
                .update();

        assertThat(SERVER.get(objects(job) + "/" + job.object("fetched") + "/document")
                        .json()
                        .path("detail")
                        .asString())
                .contains("not in the store any more");
        assertThat(SERVER.get(objects(job) + "/" + job.object("waiting") + "/document")
                        .json()
                        .path("detail")
                        .asString())
                .contains("has no document");
    }

    @Test
    void anObjectIsFoundOnlyInItsOwnJob() {
        var job = SERVER.running(SERVER.source()).lists("one");
        var other = SERVER.running(SERVER.source());

        assertThat(SERVER.get(objects(other) + "/" + job.object("one")).status())
                .isEqualTo(404);
    }

    private static String objects(RunningJob job) {
        return "/api/v1/jobs/%s/objects".formatted(job.id());
    }

    private static List<String> guids(RunningJob job, String query) {
        return SERVER.get(objects(job) + "?" + query)
                .json()
                .path("objects")
                .valueStream()
                .map(object -> object.path("guid").asString())
                .toList();
    }
}

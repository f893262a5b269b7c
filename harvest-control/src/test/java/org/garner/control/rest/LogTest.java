package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.garner.control.rest.ControlServer.RunningJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class LogTest {
    private static final ControlServer SERVER = new ControlServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void theLogOfAJobIsReadFromWhereOneLeftOff() throws InterruptedException {
        var job = SERVER.running(SERVER.source()).lists("one");
        var begun = lines(job, "");
        assertThat(contents(begun)).containsExactly("Asked for by api: mode incremental", "Started, in epoch 1");

        job.fails("one", "the end tag is missing");
        job.ends("with_errors");
        var last = begun.getLast().path("id").asString();
        var rest = linesOnce(job, "?cursor=" + last, 2);

        assertThat(contents(rest))
                .anySatisfy(line -> assertThat(line).contains("the end tag is missing"))
                .contains("Ended as with_errors by control");
        assertThat(rest)
                .filteredOn(line -> line.path("level").asString().equals("ERROR"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("guid").asString()).isEqualTo("one");
                    assertThat(line.path("stage").asString()).isEqualTo("import");
                    assertThat(line.path("room").asString()).isEqualTo("test");
                });
        assertThat(lines(job, "?level=warning")).hasSize(2);
        assertThat(SERVER.get(path(job.id()) + "?limit=1").json().path("next").asString())
                .isEqualTo(begun.getFirst().path("id").asString());
    }

    @Test
    void theLogIsOneTextForPeople() {
        var job = SERVER.running(SERVER.source());
        job.ends("succeeded");
        SERVER.bean(JdbcClient.class)
                .sql("insert into harvest_log (content, level, harvest_job_id) values (:text, 'ERROR', :job)")
                .param("text", "two\nlines")
                .param("job", job.id())
                .update();

        var text = SERVER.get(path(job.id()), "Accept", "text/plain");

        assertThat(text.type()).startsWith("text/plain");
        assertThat(text.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(text.text().lines().map(line -> line.replaceFirst("^\\S+Z ", "")))
                .containsExactly(
                        "INFO     control Asked for by api: mode incremental",
                        "INFO     control Started, in epoch 1",
                        "INFO     control Ended as succeeded by control",
                        "ERROR    control two lines");
        assertThat(SERVER.get(path(job.id()) + "?limit=1&level=error", "Accept", "text/plain")
                        .text())
                .hasLineCount(1);
    }

    @Test
    void whatCannotBeReadIsSaid() {
        var job = SERVER.running(SERVER.source());
        assertThat(SERVER.get(path(job.id()) + "?cursor=x").text()).contains("cursor is the next of a page of the log");
        assertThat(SERVER.get(path(job.id()) + "?limit=0").status()).isEqualTo(400);
        assertThat(SERVER.get(path(UUID.randomUUID())).status()).isEqualTo(404);
        assertThat(SERVER.send(SERVER.authorized(path(job.id()) + "?level=loud"))
                        .text())
                .contains("level is one of debug, info, warning, error, critical");
    }

    private static List<JsonNode> linesOnce(RunningJob job, String query, int count) throws InterruptedException {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        var lines = lines(job, query);
        while (lines.size() < count && System.nanoTime() < deadline) {
            Thread.sleep(50);
            lines = lines(job, query);
        }
        return lines;
    }

    private static List<JsonNode> lines(RunningJob job, String query) {
        return SERVER.get(path(job.id()) + query)
                .json()
                .path("log")
                .valueStream()
                .toList();
    }

    private static Stream<String> contents(List<JsonNode> lines) {
        return lines.stream().map(line -> line.path("content").asString());
    }

    private static String path(UUID job) {
        return "/api/v1/jobs/" + job + "/log";
    }
}

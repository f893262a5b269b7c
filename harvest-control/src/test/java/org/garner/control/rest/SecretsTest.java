package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.JobTicket;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.JobLog;
import org.garner.ledger.Sources;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What only a source is to know, in its address and its settings, is in no answer. */
class SecretsTest {
    private static final ControlServer SERVER = new ControlServer();
    private static final String URL = "https://me:s3cret-1@keys.example/csw?api_key=s3cret-2&map=roads";
    private static final String SHOWN = "https://keys.example/csw?api_key=***&map=roads";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void noAnswerOfTheEndpointShowsASecret() throws InterruptedException {
        var made = SERVER.post("/api/v1/sources", """
            {"url": "%s", "type": "csw", "name": "keys", "config": {"api_key": "s3cret-3", "deep": {"password": "s3cret-4"}}}
            """.formatted(URL));
        var job = SERVER.running("keys").lists("one");
        job.fails("one", "see " + URL);
        SERVER.bean(JdbcClient.class)
                .sql("update harvest_object set fetch_url = :url where harvest_job_id = :job")
                .param("url", URL)
                .param("job", job.id())
                .update();
        SERVER.bean(HarvestErrors.class)
                .addGather(
                        new JobTicket(job.id(), 1),
                        List.of(new HarvestFailure.Unexpected(URI.create(URL), "a page", "nothing at " + URL)));
        job.ends("with_errors");
        SERVER.bean(JobLog.class).stop();
        var source = "/api/v1/sources/keys";
        var of = "/api/v1/jobs/" + job.id();

        assertThat(made.json().path("url").asString()).isEqualTo(SHOWN);
        for (var path : List.of(
                source,
                "/api/v1/sources",
                "/api/v1/jobs",
                of,
                of + "/errors",
                of + "/objects",
                of + "/objects/" + job.object("one"),
                source + "/records/one",
                of + "/log",
                of + "/events",
                "/api/v1/status",
                "/api/v1/audit",
                source + "/reconciliation")) {
            assertThat(SERVER.get(path).text()).as(path).contains("{").doesNotContain("s3cret");
        }
        assertThat(SERVER.get(of + "/errors").text()).contains(SHOWN);
        var again = SERVER.post(
                "/api/v1/sources",
                "{\"url\":\"%s\",\"type\":\"csw\",\"name\":\"other\",\"config\":{\"api_key\":\"s3cret-3\",\"deep\":{\"password\":\"s3cret-4\"}}}"
                        .formatted(URL));
        assertThat(again.json().path("code").asString()).isEqualTo("source-exists");
        var taken = SERVER.post(
                "/api/v1/sources", "{\"url\":\"https://u:s3cret-5@b.example/\",\"type\":\"csw\",\"name\":\"keys\"}");
        assertThat(taken.json().path("code").asString()).isEqualTo("name-taken");
        assertThat(again.text() + taken.text()).doesNotContain("s3cret");
    }

    @Test
    void aReferenceToASecretIsRefusedAndNeverSentAsItIs() {
        var refused = SERVER.post("/api/v1/sources", """
            {"url": "https://refers.example/", "type": "ckan", "config": {"api_key": "${env:HOME}"}}
            """);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("${env:NAME}", "not supported");
    }

    @Test
    void whoSendsBackWhatWasShownKeepsTheSecrets() {
        var url = URL.replace("keys.example", "kept.example");
        SERVER.post("/api/v1/sources", "{\"url\":\"%s\",\"type\":\"csw\",\"name\":\"kept\"}".formatted(url));

        var shown = SERVER.get("/api/v1/sources/kept").json().path("url").asString();
        var edited = SERVER.patch("/api/v1/sources/kept", "{\"url\":\"%s\",\"title\":\"New\"}".formatted(shown));

        assertThat(edited.status()).isEqualTo(200);
        assertThat(SERVER.bean(Sources.class)
                        .find("kept")
                        .orElseThrow()
                        .settings()
                        .url())
                .isEqualTo(URI.create(url));
    }
}

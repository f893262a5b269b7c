package org.garner.control.rest;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.garner.control.rest.ControlServer.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class JobsTest {
    private static final ControlServer SERVER = new ControlServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aJobIsStartedAndTheDispatcherIsWoken() {
        var wakes = SERVER.wakes.get();

        var started = start(SERVER.source(), "{\"mode\":\"full\"}");

        assertThat(started.status()).isEqualTo(202);
        assertThat(started.json().path("mode").asString()).isEqualTo("full");
        assertThat(SERVER.get(started.header("Location")).json()).isEqualTo(started.json());
        assertThat(SERVER.wakes).hasValueGreaterThan(wakes);
    }

    @Test
    void aJobIsNotStartedForRecordsThatAreNotThere() {
        var source = SERVER.source();
        var job = SERVER.running(source).lists("good", "bad");
        job.imports("good", "<a/>");
        job.fails("bad", "not XML");
        job.ends("with_errors");

        var unknown = start(source, "{\"mode\":\"record\",\"guids\":[\"good\",\"bad\",\"odd\"]}");
        var unread = start(source, "{\"mode\":\"reimport\",\"guids\":[\"good\",\"bad\"]}");

        assertThat(unknown.status()).isEqualTo(409);
        assertThat(unknown.json().path("code").asString()).isEqualTo("no-records");
        assertThat(unknown.json().path("guids").toString()).isEqualTo("[\"odd\"]");
        assertThat(unread.json().path("guids").toString()).isEqualTo("[\"bad\"]");
        assertThat(unread.json().path("detail").asString()).contains("no dataset with a stored document for 'bad'.");
        assertThat(jobs("status=New&source=" + source)).isEmpty();
    }

    @Test
    void aRetryIsRefusedWhenNothingFailedAndTakesWhatADryRunDidNotCure() {
        var source = SERVER.source();
        assertThat(start(source, "{\"mode\":\"retry\"}").json().path("code").asString())
                .isEqualTo("no-records");
        var job = SERVER.running(source).lists("bad");
        job.fails("bad", "not XML");
        job.ends("with_errors");
        var dry = start(source, "{\"mode\":\"dry_run\"}").json().path("id").asString();
        SERVER.post("/api/v1/jobs/%s/abort".formatted(dry), "");

        var retry = start(source, "{\"mode\":\"retry\"}");

        assertThat(retry.status()).isEqualTo(202);
        assertThat(retry.json().path("mode").asString()).isEqualTo("retry");
    }

    @Test
    void aJobSaysByWhichTokenItWasStartedAndAborted() {
        var token = SERVER.post("/api/v1/tokens", "{\"name\":\"night-shift\",\"role\":\"sysadmin\"}")
                .json()
                .path("secret")
                .asString();
        var job = start(SERVER.source(), "").json();
        var path = "/api/v1/jobs/" + job.path("id").asString();

        var aborted = SERVER.post(path + "/abort", "", "Authorization", "Bearer " + token)
                .json();
        var resumed = SERVER.post(path + "/resume", "").json();

        assertThat(job.path("trigger").asString()).isEqualTo("api");
        assertThat(job.path("asked_by").asString()).isEqualTo("admin");
        assertThat(job.path("aborted_by").isNull()).isTrue();
        assertThat(aborted.path("ended_by").asString()).isEqualTo("api");
        assertThat(aborted.path("asked_by").asString()).isEqualTo("admin");
        assertThat(aborted.path("aborted_by").asString()).isEqualTo("night-shift");
        assertThat(resumed.path("aborted_by").isNull()).isTrue();
    }

    @Test
    void aKeyBelongsToTheRecordsItWasUsedFor() {
        var source = SERVER.source();
        var job = SERVER.running(source).lists("a", "b");
        job.ends("aborted");
        var key = UUID.randomUUID().toString();
        var first = start(source, "{\"mode\":\"record\",\"guids\":[\"a\"]}", "Idempotency-Key", key);

        var again = start(source, "{\"mode\":\"record\",\"guids\":[\"a\"]}", "Idempotency-Key", key);
        var other = start(source, "{\"mode\":\"record\",\"guids\":[\"b\"]}", "Idempotency-Key", key);

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(other.json().path("code").asString()).isEqualTo("key-reused");
    }

    @Test
    void onlyADryRunHasAPlan() {
        var source = SERVER.source();
        var job = SERVER.running(source).id();

        assertThat(SERVER.get("/api/v1/jobs/%s/plan".formatted(job)).status()).isEqualTo(404);
        assertThat(SERVER.get("/api/v1/jobs/%s/plan".formatted(job), "Accept", "text/csv")
                        .type())
                .startsWith("application/problem+json");
    }

    @Test
    void aSourceHasOneOpenJob() {
        var source = SERVER.source();
        var open = start(source, "").json();

        var refused = start(source, "");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asString()).isEqualTo("job-open");
        assertThat(refused.json().path("job")).isEqualTo(open.path("id"));
        assertThat(refused.json().path("detail").asString()).contains("Wait for it, or abort it.");
    }

    @Test
    void anInactiveSourceTakesNoJobs() {
        var source = SERVER.source();
        var job = start(source, "").json().path("id").asString();
        SERVER.post("/api/v1/jobs/%s/abort".formatted(job), "");
        SERVER.patch("/api/v1/sources/" + source, "{\"active\":false}");

        var started = start(source, "");
        var resumed = SERVER.post("/api/v1/jobs/%s/resume".formatted(job), "");

        assertThat(List.of(started, resumed)).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().path("code").asString()).isEqualTo("source-inactive");
            assertThat(refused.json().path("detail").asString()).startsWith("Can not create jobs on inactive sources");
        });
        SERVER.patch("/api/v1/sources/" + source, "{\"active\":true}");
        assertThat(SERVER.post("/api/v1/jobs/%s/resume".formatted(job), "").status())
                .isEqualTo(202);
    }

    @Test
    void aRepeatedRequestGetsTheSameAnswerAndStartsNothing() {
        var source = SERVER.source();
        var key = UUID.randomUUID().toString();
        var first = start(source, "{\"mode\":\"full\"}", "Idempotency-Key", key);
        SERVER.post("/api/v1/jobs/%s/abort".formatted(first.json().path("id").asString()), "");

        var second = start(source, "{\"mode\": \"full\"}", "Idempotency-Key", key);
        var other = start(source, "{\"mode\":\"incremental\"}", "Idempotency-Key", key);

        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().path("code").asString()).isEqualTo("key-reused");
        assertThat(jobs("source=" + source)).hasSize(1);
    }

    @Test
    void ofManyRequestsWithOneKeyOneStartsAJobAndAllGetItsAnswer() throws Exception {
        var source = SERVER.source();
        Callable<Reply> start = () -> start(source, "", "Idempotency-Key", "many-" + source);

        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(clients.invokeAll(nCopies(12, start)))
                    .extracting(Future::resultNow)
                    .extracting(Reply::text)
                    .containsOnly(start.call().text());
        }
        assertThat(jobs("source=" + source)).hasSize(1);
    }

    @Test
    void aKeyIsForgottenAfterADayAndWhenItsRequestWasRefused() {
        var source = SERVER.source();
        var open = start(source, "").json().path("id").asString();

        assertThat(start(source, "", "Idempotency-Key", "k-" + source).status()).isEqualTo(409);
        SERVER.post("/api/v1/jobs/%s/abort".formatted(open), "");
        var first = start(source, "", "Idempotency-Key", "k-" + source)
                .json()
                .path("id")
                .asString();
        SERVER.post("/api/v1/jobs/%s/abort".formatted(first), "");
        SERVER.bean(JdbcClient.class)
                .sql("update harvest_request_key set created = created - interval '25 hours'")
                .update();
        var second = start(source, "", "Idempotency-Key", "k-" + source)
                .json()
                .path("id")
                .asString();

        assertThat(List.of(open, first, second)).doesNotHaveDuplicates();
    }

    @Test
    void anAbortedJobIsResumedAndAnEndedOneIsNeither() {
        var source = SERVER.source();
        var job = SERVER.running(source);
        var path = "/api/v1/jobs/" + job.id();

        assertThat(SERVER.post(path + "/abort", "").json().path("outcome").asString())
                .isEqualTo("aborted");
        assertThat(SERVER.post(path + "/abort", "").json().path("code").asString())
                .isEqualTo("job-ended");
        assertThat(SERVER.post(path + "/resume", "").json().path("epoch").asInt())
                .isEqualTo(2);
        assertThat(SERVER.post(path + "/resume", "").json().path("code").asString())
                .isEqualTo("job-not-resumable");
    }

    @Test
    void jobsAreListedNewestFirstInPagesAndByWhatTheyAre() {
        var source = SERVER.source();
        var first = SERVER.running(source);
        first.ends("succeeded");
        var second = SERVER.running(source);
        second.ends("with_errors");
        var third = SERVER.running(source);

        assertThat(jobs("source=" + source))
                .containsExactly(
                        third.id().toString(),
                        second.id().toString(),
                        first.id().toString());
        var page = SERVER.get("/api/v1/jobs?limit=2&source=" + source).json();
        assertThat(jobs("limit=2&source=%s&cursor=%s"
                        .formatted(source, page.path("next").asString())))
                .containsExactly(first.id().toString());
        assertThat(jobs("status=Running&source=" + source))
                .containsExactly(third.id().toString());
        assertThat(jobs("outcome=with_errors&source=" + source))
                .containsExactly(second.id().toString());
        var created =
                SERVER.get("/api/v1/jobs/" + second.id()).json().path("created").asString();
        assertThat(jobs("since=%s&source=%s".formatted(created, source))).hasSize(2);
        assertThat(jobs("since=2100-01-01T00:00:00%2B01:00&source=" + source)).isEmpty();
    }

    @Test
    void aJobsCountsAddUpWhileItRunsAndWhenItHasEnded() {
        var source = SERVER.source();
        var job = SERVER.running(source).lists("good", "bad", "open");
        job.imports("good", "<a/>");
        job.fails("bad", "not XML");

        var running = SERVER.get("/api/v1/jobs/" + job.id()).json();

        assertThat(running.at("/counts/gathered").asInt()).isEqualTo(3);
        assertThat(running.at("/counts/added").asInt()).isEqualTo(1);
        assertThat(running.at("/counts/errored").asInt()).isEqualTo(1);
        assertThat(running.at("/counts/fetched").asInt()).isEqualTo(1);
        assertThat(running.at("/counts/open").asInt()).isEqualTo(1);
        assertThat(running.path("errors_total").asInt()).isEqualTo(1);
        assertThat(running.at("/listing/errors").asInt()).isZero();
        assertThat(running.path("settled").asBoolean()).isFalse();
        job.ends("with_errors");
        assertThat(SERVER.get("/api/v1/jobs/" + job.id()).json().path("settled").asBoolean())
                .isTrue();
    }

    @Test
    void errorsComeInPages() {
        var job = SERVER.running(SERVER.source()).lists("a", "b", "c");
        List.of("a", "b", "c").forEach(guid -> job.fails(guid, "trouble with " + guid));
        var path = "/api/v1/jobs/%s/errors".formatted(job.id());

        var first = SERVER.get(path + "?limit=2").json();
        var rest = SERVER.get(path + "?limit=2&cursor=" + first.path("next").asString())
                .json();

        assertThat(first.path("errors").findValuesAsString("guid")).containsExactly("a", "b");
        assertThat(rest.path("errors").findValuesAsString("guid")).containsExactly("c");
        assertThat(rest.has("next")).isFalse();
    }

    @Test
    void aJobIsFoundByHowItsIdBegins() {
        var id = start(SERVER.source(), "").json().path("id").asString();

        assertThat(jobs("limit=200&prefix=" + id.substring(0, 8))).contains(id);
        assertThat(jobs("prefix=" + id.substring(0, 26).toUpperCase(java.util.Locale.ROOT)))
                .containsExactly(id);
        assertThat(jobs("prefix=" + id)).containsExactly(id);
        assertThat(jobs("prefix=ffffffff")).isEmpty();
        assertThat(List.of("0123456", "0123456789", "tide-gauges"))
                .allSatisfy(wrong -> assertThat(
                                SERVER.get("/api/v1/jobs?prefix=" + wrong).status())
                        .isEqualTo(400));
    }

    @Test
    void theErrorsOfAJobAreCountedByKindWithTheFirstOfEach() {
        var job = SERVER.running(SERVER.source()).lists("a", "b", "c");
        List.of("a", "b").forEach(guid -> job.fails(guid, "trouble with " + guid));

        var kinds = SERVER.get("/api/v1/jobs/%s/errors/kinds".formatted(job.id()))
                .json()
                .path("kinds");

        assertThat(kinds).hasSize(1);
        assertThat(kinds.path(0).path("count").asInt()).isEqualTo(2);
        assertThat(kinds.path(0).path("guid").asString()).isEqualTo("a");
        assertThat(kinds.path(0).path("message").asString()).contains("trouble with a");
    }

    private static Reply start(String source, String body, String... headers) {
        return SERVER.post("/api/v1/sources/%s/jobs".formatted(source), body, headers);
    }

    private static List<String> jobs(String query) {
        return SERVER.get("/api/v1/jobs?" + query)
                .json()
                .path("jobs")
                .valueStream()
                .map(job -> job.path("id").asString())
                .toList();
    }
}

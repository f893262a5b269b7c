package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.SimulatedWaf;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Purging and clearing, over workers that really work and a leader that really leads. */
@ExtendWith(SharedGarner.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OperationsTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void fiveSecondsAfterAPurgeNoWorkerHoldsAnOrderOfIt(RunningGarner garner) throws Exception {
        var waf = new SimulatedWaf("/purged", Records.of(300).seeded(5).sized(3000), SimulatedWaf.Style.APACHE);
        waf.latency(Duration.ofSeconds(2));
        try (var simulator = Simulator.builder().with(waf).start(0)) {
            var job = garner.start(local(simulator.uri(waf)), "waf", false);
            var held = "select 1 from harvest_order where job_id = '%s' and accepted_by is not null and ended is null"
                    .formatted(job);
            Await.until(
                    Duration.ofMinutes(1),
                    () -> "fetch orders in the hands of workers: " + send(garner, "/queue", "GET", ""),
                    () -> !garner.rows(held + " and stage = 'fetch'").isEmpty());
            var shown = send(garner, "/queue", "GET", "");
            assertThat(shown.at("/total/objects").asInt()).isPositive();

            var asked = System.nanoTime();
            var purged = send(garner, "/queue/purge", "POST", "{\"expect\":{\"jobs\":1}}");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));

            assertThat(purged.at("/purged/0/job").asString()).isEqualTo(job);
            Await.until(
                    Duration.ofSeconds(5),
                    () -> "workers to drop their orders: " + garner.rows(held),
                    () -> garner.rows(held).isEmpty()
                            && send(garner, "/jobs/" + job, "GET", "")
                                    .path("settled")
                                    .asBoolean());
            var requests = waf.requests();
            Thread.sleep(Duration.ofSeconds(3));
            assertThat(waf.requests()).as("the source is left alone").isEqualTo(requests);
            var ended = send(garner, "/jobs/" + job, "GET", "");
            assertThat(ended.path("outcome").asString()).isEqualTo("aborted");
            assertThat(ended.path("reason").asString()).contains("purged");
        }
    }

    @Test
    void aClearedSourceIsEmptyAndItsNextJobBringsTheSameDatasetsBack(RunningGarner garner) {
        var csw = new SimulatedCsw("/cleared", Records.of(120).seeded(6).sized(3000));
        try (var simulator = Simulator.builder().with(csw).start(0)) {
            var report = garner.harvest(local(simulator.uri(csw)), "csw");
            assertThat(RunningGarner.summary(report)).isEqualTo("succeeded: gathered 120, added 120");
            garner.awaitIndex();
            var source = garner.rows("select source_id from harvest_job where id = '%s'".formatted(report.job()))
                    .getFirst();
            var datasets = datasets(garner, source);
            assertThat(datasets).hasSize(120);

            finished(garner, send(garner, "/sources/" + source + "/clear", "POST", "{}"));

            garner.awaitIndex();
            assertThat(datasets(garner, source)).isEmpty();
            assertThat(garner.search(Map.of("fq", RunningGarner.ofSource(report))))
                    .isEmpty();
            var again = garner.ended(send(garner, "/sources/" + source + "/jobs", "POST", "{}")
                    .path("id")
                    .asString());
            assertThat(RunningGarner.summary(again)).isEqualTo("succeeded: gathered 120, added 120");
            assertThat(datasets(garner, source)).isEqualTo(datasets);

            finished(garner, send(garner, "/sources/" + source + "/clear-history", "POST", "{\"keep_current\":true}"));
            assertThat(send(garner, "/jobs?source=" + source, "GET", "").path("jobs"))
                    .hasSize(1);
            finished(garner, send(garner, "/sources/" + source + "?datasets=withdraw", "DELETE", ""));
            assertThat(datasets(garner, source)).isEmpty();
            assertThat(send(garner, "/sources/" + source, "GET", "")
                            .path("code")
                            .asString())
                    .isEqualTo("not-found");
        }
    }

    /** The same address by the one inner name that may be harvested. */
    private static URI local(URI address) {
        return URI.create("http://localhost:%d%s".formatted(address.getPort(), address.getPath()));
    }

    private void finished(RunningGarner garner, JsonNode accepted) {
        var path = "/operations/" + accepted.path("id").asString();
        Await.until(
                Duration.ofSeconds(30),
                () -> "the operation to be done: " + accepted + " became " + send(garner, path, "GET", ""),
                () -> "done".equals(send(garner, path, "GET", "").path("state").asString()));
    }

    /** The ids and names of the datasets of a source that everybody sees. */
    private static List<String> datasets(RunningGarner garner, String source) {
        return garner.rows("""
            select id, name, guid from package where state = 'active' and harvest_source_id = '%s' order by id
            """.formatted(source));
    }

    private JsonNode send(RunningGarner garner, String path, String method, String body) {
        var request = HttpRequest.newBuilder(garner.server().url().resolve("/api/v1" + path))
                .header("Authorization", "Bearer " + garner.server().token().value())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        try {
            return JsonMapper.shared()
                    .readTree(
                            http.send(request.build(), BodyHandlers.ofString()).body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("The server did not answer " + path, e);
        }
    }
}

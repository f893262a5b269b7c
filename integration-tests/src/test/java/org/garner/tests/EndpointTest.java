package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.garner.client.JobReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Job control as an operator uses it, over workers that really work. */
@ExtendWith(SharedGarner.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EndpointTest {
    private final LocalSite site = new LocalSite();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        site.close();
        http.close();
    }

    @Test
    void aJobIsFollowedToItsEndAndEachOfItsRecordsTellsItsStory(RunningGarner garner) {
        var url = folder("/stories/");
        site.file("/stories/bad.xml", "<gmd:MD_Metadata xmlns:gmd='http://www.isotc211.org/2005/gmd'>");
        site.answer("/stories/", LocalSite.index(Stream.of("one.xml", "two.xml", "bad.xml")));
        var job = garner.start(url, "waf", false);

        var events = send(garner, "/jobs/" + job + "/events", "GET", "").body();

        assertThat(events).contains("event: end");
        var last = read(events.substring(events.lastIndexOf("data: ") + 6));
        assertThat(last).isEqualTo(get(garner, "/jobs/" + job));
        assertThat(last.at("/counts/added").asInt()).isEqualTo(2);
        var one = only(garner, job, "guid=" + site.at("/stories/one.xml"));
        var story = get(garner, one.path("url").asString().replace("/api/v1", ""));
        assertThat(story.path("work").findValuesAsString("stage")).containsExactly("fetch", "import");
        assertThat(story.path("work").findValuesAsString("worker"))
                .allMatch(worker -> worker.matches("(fetch|import)-.*"));
        assertThat(send(garner, one.at("/document/url").asString().replace("/api/v1", ""), "GET", "")
                        .body())
                .isEqualTo(IsoRecord.of("stories-one", "Levels one"));
        assertThat(garner.action(
                                "package_show",
                                Map.of("id", one.at("/dataset/id").asString()))
                        .path("title")
                        .asString())
                .isEqualTo("Levels one");
        var bad = only(garner, job, "outcome=errored");
        assertThat(bad.path("guid").asString()).endsWith("bad.xml");
        assertThat(bad.at("/errors/0/line").asInt()).isPositive();
    }

    @Test
    void anEditOfHowRecordsAreReadReachesRecordsThatDidNotChange(RunningGarner garner) {
        var url = folder("/tagged/");
        var first = garner.harvest(url, "waf");
        assertThat(RunningGarner.summary(first)).isEqualTo("succeeded: gathered 2, added 2");

        var edited = send(
                garner, "/sources/" + first.source(), "PATCH", "{\"config\":{\"default_tags\":[\"tagged-later\"]}}");

        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
        assertThat(RunningGarner.summary(again(garner, first))).isEqualTo("succeeded: gathered 2, updated 2");
        assertThat(RunningGarner.summary(again(garner, first))).isEqualTo("succeeded: gathered 2, unchanged 2");
        garner.awaitIndex();
        assertThat(garner.search(Map.of("fq", "tags:tagged-later"))).hasSize(2);
    }

    @Test
    void aDeletedSourceThatIsAddedAgainKnowsItsDatasets(RunningGarner garner) {
        var url = folder("/returning/");
        var first = garner.harvest(url, "waf");

        var deleted =
                read(send(garner, "/sources/" + first.source(), "DELETE", "").body());

        assertThat(deleted.path("datasets_kept").asInt()).isEqualTo(2);
        garner.awaitIndex();
        assertThat(garner.search(Map.of("fq", RunningGarner.ofSource(first)))).hasSize(2);
        assertThat(RunningGarner.summary(garner.harvest(url, "waf"))).isEqualTo("succeeded: gathered 2, unchanged 2");
    }

    private URI folder(String path) {
        var name = path.replace("/", "");
        site.tree(
                path,
                Map.of(
                        "one.xml", IsoRecord.bytes(name + "-one", "Levels one"),
                        "two.xml", IsoRecord.bytes(name + "-two", "Levels two")));
        return site.at(path);
    }

    private JobReport again(RunningGarner garner, JobReport before) {
        return garner.ended(read(send(garner, "/sources/" + before.source() + "/jobs", "POST", "{}")
                        .body())
                .path("id")
                .asString());
    }

    private JsonNode only(RunningGarner garner, String job, String filter) {
        var objects = get(garner, "/jobs/%s/objects?%s".formatted(job, filter)).path("objects");
        assertThat(objects).as(filter).hasSize(1);
        return objects.path(0);
    }

    private JsonNode get(RunningGarner garner, String path) {
        return read(send(garner, path, "GET", "").body());
    }

    private static JsonNode read(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private HttpResponse<String> send(RunningGarner garner, String path, String method, String body) {
        var request = HttpRequest.newBuilder(garner.server().url().resolve("/api/v1" + path))
                .header("Authorization", "Bearer " + garner.server().token().value())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("The server did not answer " + path, e);
        }
    }
}

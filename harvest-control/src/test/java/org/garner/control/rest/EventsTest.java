package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.garner.control.rest.ControlServer.RunningJob;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class EventsTest {
    private static final ControlServer SERVER = new ControlServer("garner.events.listeners=20");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aJobIsFollowedToItsEnd() {
        var job = SERVER.running(SERVER.source()).lists("one", "two");
        try (var stream = follow(SERVER, job, null)) {
            var first = stream.next();
            job.imports("one", "<a/>");
            var second = stream.next();
            job.imports("two", "<b/>");
            job.ends("succeeded");
            var last = stream.last();

            assertThat(first.name).isEqualTo("progress");
            assertThat(first.json().at("/counts/open").asInt()).isEqualTo(2);
            assertThat(second.id).isNotEqualTo(first.id);
            assertThat(last.name).isEqualTo("end");
            assertThat(last.json()).isEqualTo(SERVER.get(path(job, "")).json());
            SERVER.contract.checkSchema("Job", last.data);
            assertThat(stream.next().name).as("the stream is closed").isEmpty();
        }
    }

    @Test
    void whoComesBackGetsOnlyWhatIsNewAndAfterTheEndNothing() {
        var job = SERVER.running(SERVER.source()).lists("one");
        Event first;
        try (var stream = follow(SERVER, job, null)) {
            first = stream.next();
        }
        try (var again = follow(SERVER, job, first.id)) {
            job.imports("one", "<a/>");
            job.ends("succeeded");
            var last = again.last();
            assertThat(last.id).isNotEqualTo(first.id);
            assertThat(SERVER.get(path(job, "/events"), "Last-Event-ID", last.id)
                            .status())
                    .isEqualTo(204);
        }
    }

    @Test
    void aStreamEndsWhenItsTokenIsRevokedOrExpires() {
        var job = SERVER.running(SERVER.source()).lists("one");
        var revoked = token("\"name\":\"leaked-stream\"");
        var expiring = token(
                "\"name\":\"short\",\"expires\":\"%s\"".formatted(Instant.now().plusSeconds(6)));
        try (var first = follow(SERVER, job, null, revoked);
                var second = follow(SERVER, job, null, expiring);
                var staying = follow(SERVER, job, null)) {
            assertThat(first.next().name).isEqualTo("progress");
            assertThat(second.next().name).isEqualTo("progress");
            assertThat(staying.next().name).isEqualTo("progress");
            SERVER.delete("/api/v1/tokens/leaked-stream");

            assertThat(first.next().name).isEmpty();
            assertThat(second.next().name).isEmpty();
            job.ends("succeeded");
            assertThat(staying.last().name).isEqualTo("end");
        }
        assertThat(SERVER.get(path(job, "/events"), "Authorization", "Bearer " + revoked)
                        .status())
                .isEqualTo(401);
    }

    private static String token(String members) {
        return SERVER.post("/api/v1/tokens", "{\"role\":\"reader\",%s}".formatted(members))
                .json()
                .path("secret")
                .asString();
    }

    @Test
    void whoAsksOnlyForTheHeadIsNotKept() {
        var job = SERVER.running(SERVER.source());

        var head = SERVER.send(SERVER.authorized(path(job, "/events")).method("HEAD", BodyPublishers.noBody()));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.type()).startsWith("text/event-stream");
    }

    @Test
    void manyFollowOneJobAndHoldNoConnectionToTheDatabase() {
        var job = SERVER.running(SERVER.source()).lists("one");
        var streams = new ArrayList<Stream>();
        try {
            for (int i = 0; i < 20; i++) {
                streams.add(follow(SERVER, job, null));
            }
            // The pool of this server has four connections.
            streams.forEach(stream -> assertThat(stream.next().name).isEqualTo("progress"));
            var refused = SERVER.get(path(job, "/events"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isNotEmpty();
            job.imports("one", "<a/>");
            job.ends("succeeded");

            streams.forEach(stream -> assertThat(stream.last().name).isEqualTo("end"));
        } finally {
            streams.forEach(Stream::close);
        }
        try (var room = follow(SERVER, job, null)) {
            assertThat(room.next().name).isEqualTo("end");
        }
    }

    @Test
    void aServerThatStopsEndsItsStreamsFirst() {
        var server = new ControlServer();
        var job = server.running(server.source());
        try (var stream = follow(server, job, null)) {
            assertThat(stream.next().name).isEqualTo("progress");
            var began = System.nanoTime();

            server.close();

            assertThat(stream.next().name).isEmpty();
            assertThat((System.nanoTime() - began) / 1_000_000_000)
                    .as("seconds; the grace period is ten")
                    .isLessThan(9);
        }
    }

    private static Stream follow(ControlServer server, RunningJob job, @Nullable String seen) {
        return follow(server, job, seen, ControlServer.TOKEN);
    }

    private static Stream follow(ControlServer server, RunningJob job, @Nullable String seen, String token) {
        var request =
                HttpRequest.newBuilder(server.at(path(job, "/events"))).header("Authorization", "Bearer " + token);
        if (seen != null) {
            request.header("Last-Event-ID", seen);
        }
        try {
            var reply = server.client().send(request.build(), BodyHandlers.ofInputStream());
            assertThat(reply.headers().firstValue("Content-Type"))
                    .as("an answer of status %d", reply.statusCode())
                    .hasValue("text/event-stream;charset=utf-8");
            return new Stream(new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8)));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String path(RunningJob job, String below) {
        return "/api/v1/jobs/" + job.id() + below;
    }

    private record Event(String id, String name, String data) {
        JsonNode json() {
            return JsonMapper.shared().readTree(data);
        }
    }

    /** A stream of events as a browser reads it. */
    private record Stream(BufferedReader lines) implements AutoCloseable {
        /** The next event; one without a name when the stream has ended. */
        Event next() {
            try {
                var event = new Event("", "", "");
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id: ")) {
                        event = new Event(line.substring(4), event.name, event.data);
                    } else if (line.startsWith("event: ")) {
                        event = new Event(event.id, line.substring(7), event.data);
                    } else if (line.startsWith("data: ")) {
                        event = new Event(event.id, event.name, line.substring(6));
                    } else if (line.isEmpty() && !event.data.isEmpty()) {
                        return event;
                    }
                }
                return event;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The event that says end. */
        Event last() {
            var events = new ArrayList<>(List.of(next()));
            while (events.getLast().name.equals("progress")) {
                events.add(next());
            }
            return events.getLast();
        }

        @Override
        public void close() {
            try {
                lines.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.garner.catalog.access.Permission;
import org.garner.catalog.store.Publishers;
import org.garner.control.rest.ControlServer.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may do what at the endpoint. */
class AccessTest {
    private static final ControlServer SERVER = new ControlServer();
    private static final AtomicInteger COUNT = new AtomicInteger();

    static {
        SERVER.bean(Publishers.class).findOrCreate("coast-watch");
        SERVER.bean(Publishers.class).findOrCreate("roads-office");
    }

    private static final String READER = token("\"role\":\"reader\"");
    private static final String EDITOR = token("\"role\":\"editor\",\"publisher\":\"coast-watch\"");
    private static final String RUNNER =
            token("\"role\":\"editor\",\"publisher\":\"coast-watch\",\"scope\":\"operate\"");
    private static final String ADMIN = token("\"role\":\"admin\",\"publisher\":\"coast-watch\"");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void everyMethodOfTheEndpointSaysWhatItNeeds() {
        var silent = SERVER.mappings().getHandlerMethods().values().stream()
                .filter(RestConfiguration::serves)
                .filter(method -> method.getMethodAnnotation(Needs.class) == null)
                .map(method -> method.getBeanType().getSimpleName() + "."
                        + method.getMethod().getName())
                .toList();

        assertThat(silent).as("methods without @Needs").isEmpty();
    }

    @Test
    void whatOnlyReadsNeedsOnlyToReadAndWhatChangesMore() {
        SERVER.mappings().getHandlerMethods().forEach((mapping, method) -> {
            if (RestConfiguration.serves(method)) {
                var reads = mapping.getMethodsCondition().getMethods().stream()
                        .allMatch(verb -> verb.name().equals("GET"));
                var mayRead = List.of(
                        Permission.READ_CATALOGUE,
                        Permission.READ_JOBS,
                        Permission.READ_AUDIT,
                        Permission.MANAGE_TOKENS);
                if (reads) {
                    assertThat(AccessCheck.needed(method))
                            .as(mapping.toString())
                            .isIn(mayRead);
                } else {
                    assertThat(AccessCheck.needed(method))
                            .as(mapping.toString())
                            .isNotIn(Permission.READ_CATALOGUE, Permission.READ_JOBS, Permission.READ_AUDIT);
                }
            }
        });
    }

    @Test
    void aReaderSeesEverythingAndStartsNothing() {
        var source = source("coast-watch");

        assertThat(get("/api/v1/sources/" + source, READER).status()).isEqualTo(200);
        assertThat(get("/api/v1/jobs", READER).status()).isEqualTo(200);
        var refused = post("/api/v1/sources/" + source + "/jobs", "", READER);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("code").asString()).isEqualTo("forbidden");
        assertThat(refused.json().path("detail").asString())
                .startsWith("To run the jobs takes an editor or admin of a publisher, or a sysadmin. The token ")
                .endsWith(" has the role reader.");
    }

    @Test
    void anEditorRunsAndEditsTheSourcesOfItsPublisher() {
        var source = "/api/v1/sources/" + source("coast-watch");

        var started = post(source + "/jobs", "", EDITOR);
        var job = "/api/v1/jobs/" + started.json().path("id").asString();

        assertThat(started.status()).isEqualTo(202);
        assertThat(post(job + "/abort", "", EDITOR).status()).isEqualTo(200);
        assertThat(patch(source, "{\"title\":\"Ours\"}", EDITOR).status()).isEqualTo(200);
        assertThat(SERVER.send(as(EDITOR, source).DELETE()).status()).isEqualTo(200);
    }

    @Test
    void anEditorDoesNothingToTheSourcesOfOthers() {
        var name = source("roads-office");
        var source = "/api/v1/sources/" + name;
        var job = "/api/v1/jobs/"
                + SERVER.post(source + "/jobs", "").json().path("id").asString();

        var refused = List.of(
                post(job + "/abort", "", EDITOR),
                post(job + "/resume", "", EDITOR),
                post(source + "/jobs", "", EDITOR),
                patch(source, "{\"title\":\"Mine\"}", EDITOR),
                SERVER.send(as(EDITOR, source).DELETE()));

        assertThat(refused).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.json().path("detail").asString())
                    .contains("the source " + name)
                    .contains("its publisher roads-office");
        });
        assertThat(SERVER.get(job).json().path("status").asString()).isEqualTo("New");
        assertThat(get(job, EDITOR).status()).isEqualTo(200);
    }

    @Test
    void aSourceWithoutAPublisherIsForSysadmins() {
        var source = SERVER.source();

        var refused = post("/api/v1/sources/" + source + "/jobs", "", ADMIN);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("detail").asString()).contains("a sysadmin, because it has no publisher");
        assertThat(make("", EDITOR).status()).isEqualTo(403);
    }

    @Test
    void aSourceIsMadeForOnesOwnPublisherOnly() {
        assertThat(make(",\"publisher\":\"coast-watch\"", EDITOR).status()).isEqualTo(201);
        assertThat(make(",\"publisher\":\"roads-office\"", EDITOR).status()).isEqualTo(403);
        var refused = make(",\"publisher\":\"An Office Nobody Knows\"", EDITOR);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(SERVER.bean(Publishers.class).find("an-office-nobody-knows")).isEmpty();
    }

    @Test
    void aSourceIsNeitherGivenAwayNorTakenOver() {
        var name = source("coast-watch");
        var path = "/api/v1/sources/" + name;

        assertThat(patch(path, "{\"publisher\":\"roads-office\"}", EDITOR).status())
                .isEqualTo(403);
        assertThat(patch(path, "{\"publisher\":null}", EDITOR).status()).isEqualTo(403);

        var theirs = source("roads-office");
        var url = SERVER.get("/api/v1/sources/" + theirs).json().path("url").asString();
        SERVER.delete("/api/v1/sources/" + theirs);
        var again = "{\"url\":\"%s\",\"type\":\"csw\",\"publisher\":\"coast-watch\"}".formatted(url);
        assertThat(post("/api/v1/sources", again, EDITOR).status()).isEqualTo(403);
        assertThat(SERVER.get("/api/v1/sources/" + theirs).status()).isEqualTo(404);
        assertThat(SERVER.post("/api/v1/sources", again).status()).isEqualTo(201);
    }

    @Test
    void aTokenToOperateEditsNothing() {
        var source = "/api/v1/sources/" + source("coast-watch");

        assertThat(post(source + "/jobs", "", RUNNER).status()).isEqualTo(202);
        var refused = patch(source, "{\"title\":\"Ours\"}", RUNNER);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("detail").asString()).contains("the scope all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"revoked = now(), revoked_by = 'admin' | was revoked by admin at", "expires = now() | expired at"})
    void aTokenThatHoldsNoLongerIsAsGoodAsNone(String change, String why) {
        var token = token("\"role\":\"reader\"");
        SERVER.bean(JdbcClient.class)
                .sql("update api_token set " + change + " where name = 't-" + COUNT.get() + "'")
                .update();

        var refused = get("/api/v1/jobs", token);

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).contains("invalid_token");
        assertThat(refused.json().path("detail").asString()).contains(why);
    }

    @Test
    void anotherSchemeOfAuthorizationIsNoToken() {
        var refused = SERVER.get("/api/v1/jobs", "Authorization", "Basic bGV0bWVpbg==");

        assertThat(refused.status()).isEqualTo(401);
    }

    @Test
    void aJobThatIsNamedInAnotherWayIsForSysadmins() {
        assertThat(SERVER.send(as(EDITOR, "/api/v1/jobs/0197/abort").POST(BodyPublishers.noBody()))
                        .status())
                .isEqualTo(403);
    }

    private static String token(String members) {
        return SERVER.post("/api/v1/tokens", "{\"name\":\"t-%d\",%s}".formatted(COUNT.incrementAndGet(), members))
                .json()
                .path("secret")
                .asString();
    }

    private static String source(String publisher) {
        var name = "access-" + COUNT.incrementAndGet();
        SERVER.post(
                "/api/v1/sources",
                "{\"url\":\"https://%s.example/csw\",\"type\":\"csw\",\"name\":\"%s\",\"publisher\":\"%s\"}"
                        .formatted(name, name, publisher));
        return name;
    }

    private static Reply make(String members, String token) {
        return post(
                "/api/v1/sources",
                "{\"url\":\"https://made-%d.example/csw\",\"type\":\"csw\"%s}"
                        .formatted(COUNT.incrementAndGet(), members),
                token);
    }

    private static Reply get(String path, String token) {
        return SERVER.get(path, "Authorization", "Bearer " + token);
    }

    private static Reply post(String path, String body, String token) {
        return SERVER.post(path, body, "Authorization", "Bearer " + token);
    }

    private static Reply patch(String path, String body, String token) {
        return SERVER.patch(path, body, "Authorization", "Bearer " + token);
    }

    private static HttpRequest.Builder as(String token, String path) {
        return HttpRequest.newBuilder(SERVER.at(path)).header("Authorization", "Bearer " + token);
    }
}

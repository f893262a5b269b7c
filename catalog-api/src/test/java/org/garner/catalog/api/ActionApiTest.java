package org.garner.catalog.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.garner.catalog.Dataset;
import org.garner.catalog.store.Stored;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActionApiTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String SHOW = "/api/3/action/package_show";

    private final ApiServer server = new ApiServer("garner.catalogue.site-url=https://data.example/");
    private final Stored roads = server.put(Dataset.titled("Roads & paths").build());

    @BeforeAll
    void fill() {
        server.put(Dataset.titled("Other").build());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/action/package_show?id=", "/api/3/action/package_show?id="})
    void aPackageIsShownByNameAndById(String address) {
        var byName = server.get(address + roads.name());
        var byId = server.get(address + roads.id());

        assertThat(byName.status()).isEqualTo(200);
        assertThat(byName.type()).isEqualToIgnoringCase("application/json;charset=utf-8");
        assertThat(byName.json().propertyNames()).containsExactly("help", "success", "result");
        assertThat(byName.json().get("help").asString())
                .isEqualTo("https://data.example/api/3/action/help_show?name=package_show");
        assertThat(byName.json().get("success").asBoolean()).isTrue();
        assertThat(byName.json().at("/result/title").asString()).isEqualTo("Roads & paths");
        assertThat(byId.text()).isEqualTo(byName.text());
    }

    @Test
    void parametersComeAsJsonOrAsAForm() {
        var expected = server.get(SHOW + "?id=" + roads.name()).text();

        assertThat(server.post(SHOW, JSON, "{\"id\": \"" + roads.name() + "\"}").text())
                .isEqualTo(expected);
        assertThat(server.post(SHOW, "", "{\"id\": \"" + roads.name() + "\"}").text())
                .isEqualTo(expected);
        assertThat(server.post(SHOW, FORM, "id=" + roads.name()).text()).isEqualTo(expected);
        assertThat(server.post(SHOW, "multipart/form-data; boundary=x", multipart("id", roads.name()))
                        .text())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\": \"%s\"}",
                "{\"id\": \"%s\", \"note\": \"a=b&c=50%%+1\"}",
                "{\"id\":\"%s\"}=1",
                "%%7B%%22id%%22:%%22%s%%22%%7D=",
                "%%7B%%22id%%22:%%22%s%%22%%7D=1"
            })
    void aFormWhoseOnlyKeyIsJsonIsReadAsJson(String body) {
        var reply = server.post(SHOW, FORM, body.formatted(roads.name()));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().at("/result/id").asString())
                .isEqualTo(roads.id().toString());
    }

    @Test
    void anUnknownActionIsABareSentence() {
        var reply = server.get("/api/3/action/package_burn");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().isString()).isTrue();
        assertThat(reply.json().asString()).isEqualTo("Bad request - Action name not known: package_burn");
    }

    @Test
    void malformedJsonIsABareSentence() {
        for (var reply : List.of(
                server.post(SHOW, JSON, "{\"id\": "),
                server.post(SHOW, FORM, "{nonsense"),
                server.post(SHOW, FORM, "id=%zz"))) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().asString()).startsWith("Bad request");
        }
    }

    @Test
    void jsonThatIsNoObjectIsAnIntegrityError() {
        var reply = server.post(SHOW, JSON, "[\"" + roads.name() + "\"]");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/__type").asString()).isEqualTo("Integrity Error");
        assertThat(reply.json().at("/error/data/0").asString()).isEqualTo(roads.name());
    }

    @Test
    void aMissingIdIsAValidationError() {
        for (var reply : List.of(server.get(SHOW), server.post(SHOW, JSON, "{}"), server.post(SHOW, JSON, ""))) {
            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.json().get("success").asBoolean()).isFalse();
            assertThat(reply.json().at("/error/__type").asString()).isEqualTo("Validation Error");
            assertThat(reply.json().at("/error/id/0").asString()).isEqualTo("Missing value");
        }
        assertThat(server.post(SHOW, JSON, "{\"id\": {\"a\": 1}}").status()).isEqualTo(409);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        var reply = server.get(SHOW + "?id=nowhere");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().at("/error/__type").asString()).isEqualTo("Not Found Error");
        assertThat(reply.json().at("/error/message").asString())
                .startsWith("Not found")
                .contains("'nowhere'");
        assertThat(server.get(SHOW + "?id=%00").status()).isEqualTo(404);
    }

    @Test
    void aWithdrawnDatasetIsNotForEverybody() {
        var gone = server.put(Dataset.titled("Gone").build());
        server.withdraw(gone);

        var reply = server.get(SHOW + "?id=" + gone.name());

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.json().at("/error/__type").asString()).isEqualTo("Authorization Error");
        assertThat(reply.json().at("/error/message").asString()).startsWith("Access denied");
    }

    @Test
    void aCallbackWrapsTheAnswerInAScript() {
        var reply = server.get("/api/3/action/status_show?callback=page.show");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.type()).startsWith("application/javascript");
        assertThat(reply.text()).startsWith("page.show({").endsWith("});");
        assertThat(server.get("/api/3/action/status_show?callback=alert(1)").status())
                .isEqualTo(400);
        assertThat(server.get("/api/3/action/status_show?callback=%3Cscript%3E").type())
                .startsWith("application/json");
    }

    @Test
    void pagesOfOtherSitesMayRead() {
        var simple = server.send(HttpRequest.newBuilder(URI.create(server.address() + SHOW + "?id=" + roads.name()))
                .header("Origin", "https://elsewhere.example"));
        assertThat(simple.headers().firstValue("Access-Control-Allow-Origin")).contains("*");

        var asked = server.send(HttpRequest.newBuilder(URI.create(server.address() + SHOW))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "Content-Type, X-CKAN-API-KEY, Authorization"));
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(asked.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .contains("X-CKAN-API-KEY");
    }

    @Test
    void theSiteTellsWhatItIs() {
        var status = server.get("/api/3/action/status_show").json().get("result");
        assertThat(status.get("site_url").asString()).startsWith("https://data.example");
        assertThat(status.get("ckan_version").asString()).startsWith("2.10");

        assertThat(server.get("/api").text()).isEqualTo("{\"version\":3}");
        assertThat(server.get("/api/3").text()).isEqualTo("{\"version\":3}");
        assertThat(server.get("/api/2/").text()).isEqualTo("{\"version\":2}");
    }

    @Test
    void helpTellsWhatAnActionDoes() {
        assertThat(server.get("/api/3/action/help_show?name=package_show")
                        .json()
                        .get("result")
                        .asString())
                .contains("id");
        assertThat(server.get("/api/3/action/help_show?name=nothing").status()).isEqualTo(404);
    }

    @Test
    void aBodyThatIsFarTooLargeIsRefused() {
        var reply = server.post(SHOW, JSON, "{\"id\": \"" + "x".repeat(ParameterReader.LARGEST_BODY) + "\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().asString()).contains("larger than");
    }

    @Test
    void anAnswerThatFailsLeavesNothingOfItself() {
        var reply = server.get("/api/3/action/broken?bytes=100000");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.json().at("/error/__type").asString()).isEqualTo("Internal Server Error");
        assertThat(reply.text()).doesNotContain("1234567").doesNotContain("breaks off");
    }

    @Test
    void aLongAnswerThatFailsOnItsWayDoesNotLookWhole() {
        assertThatThrownBy(() -> server.get("/api/3/action/broken?bytes=10000000"))
                .hasRootCauseInstanceOf(java.io.IOException.class);
    }

    private static String multipart(String name, String value) {
        return "--x\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n--x--\r\n".formatted(name, value);
    }
}

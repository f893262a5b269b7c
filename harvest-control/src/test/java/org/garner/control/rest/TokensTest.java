package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.garner.catalog.store.Publishers;
import org.garner.control.rest.ControlServer.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    private static final ControlServer SERVER = new ControlServer();

    static {
        SERVER.bean(Publishers.class).findOrCreate("coast-watch");
        SERVER.bean(Publishers.class).findOrCreate("roads-office");
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aTokenIsShownOnceAndNoCacheKeepsIt() {
        var made = make("\"name\":\"dashboard\",\"role\":\"reader\"");
        var secret = made.json().path("secret").asString();
        var listed = SERVER.get("/api/v1/tokens?limit=1000");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Cache-Control")).contains("no-store");
        assertThat(made.header("Location"))
                .isEqualTo("/api/v1/tokens/" + made.json().at("/token/id").asString());
        assertThat(listed.text()).contains("dashboard").doesNotContain(secret, "hash");
        assertThat(SERVER.get("/api/v1/audit").text()).contains("dashboard").doesNotContain(secret);
        assertThat(SERVER.get("/api/v1/jobs", "Authorization", "Bearer " + secret)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aRevokedTokenIsRefusedAtOnce() {
        var made = make("\"name\":\"leaked\",\"role\":\"reader\"");
        var bearer = "Bearer " + made.json().path("secret").asString();
        SERVER.get("/api/v1/jobs", "Authorization", bearer);

        var revoked = SERVER.delete("/api/v1/tokens/leaked");

        assertThat(revoked.json().path("state").asString()).isEqualTo("revoked");
        assertThat(revoked.json().path("revoked_by").asString()).isEqualTo("admin");
        assertThat(SERVER.get("/api/v1/jobs", "Authorization", bearer).status()).isEqualTo(401);
        var again =
                SERVER.delete("/api/v1/tokens/" + made.json().at("/token/id").asString());
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("code").asString()).isEqualTo("token-revoked");
        assertThat(SERVER.delete("/api/v1/tokens/leaked").status()).isEqualTo(404);
    }

    @Test
    void anAdminSeesAndMakesTokensOfItsPublisherOnly() {
        var admin = bearer("\"name\":\"coast-admin\",\"role\":\"admin\",\"publisher\":\"coast-watch\"");
        make("\"name\":\"roads-editor\",\"role\":\"editor\",\"publisher\":\"roads-office\"");

        assertThat(make("\"name\":\"coast-editor\",\"role\":\"editor\",\"publisher\":\"coast-watch\"", admin)
                        .status())
                .isEqualTo(201);
        assertThat(make("\"name\":\"x\",\"role\":\"editor\",\"publisher\":\"roads-office\"", admin)
                        .status())
                .isEqualTo(403);
        assertThat(make("\"name\":\"x\",\"role\":\"sysadmin\"", admin).status()).isEqualTo(403);
        assertThat(make("\"name\":\"x\",\"role\":\"reader\"", admin).status()).isEqualTo(403);
        var seen = SERVER.get("/api/v1/tokens", "Authorization", admin);
        assertThat(seen.text()).contains("coast-editor").doesNotContain("roads-editor");
        assertThat(SERVER.get("/api/v1/tokens?publisher=roads-office", "Authorization", admin)
                        .status())
                .isEqualTo(403);
        assertThat(SERVER.send(java.net.http.HttpRequest.newBuilder(SERVER.at("/api/v1/tokens/roads-editor"))
                                .header("Authorization", admin)
                                .DELETE())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anEditorMakesNoTokens() {
        var editor = bearer("\"name\":\"only-editor\",\"role\":\"editor\",\"publisher\":\"coast-watch\"");

        assertThat(make("\"name\":\"x\",\"role\":\"editor\",\"publisher\":\"coast-watch\"", editor)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aTokenDoesNotOutliveTheOneThatMadeIt() {
        var admin = bearer("\"name\":\"short\",\"role\":\"sysadmin\",\"expires\":\"2999-01-01T00:00:00Z\"");

        var forever = make("\"name\":\"forever\",\"role\":\"reader\"", admin);

        assertThat(forever.status()).isEqualTo(403);
        assertThat(forever.json().path("detail").asString()).contains("2999-01-01T00:00:00Z");
        assertThat(make("\"name\":\"shorter\",\"role\":\"reader\",\"expires\":\"2998-01-01T00:00:00Z\"", admin)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aNameIsGivenOnce() {
        make("\"name\":\"twin\",\"role\":\"reader\"");

        var taken = make("\"name\":\"twin\",\"role\":\"sysadmin\"");

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.json().path("code").asString()).isEqualTo("name-taken");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'role':'reader'                                                  | name",
                "'name':'admin','role':'reader'                                   | name",
                "'name':' =1+1','role':'reader'                                   | name",
                "'name':'a'                                                       | role",
                "'name':'a','role':'king'                                         | role",
                "'name':'a','role':'editor'                                       | publisher",
                "'name':'a','role':'editor','publisher':'nobody-knows'            | publisher",
                "'name':'a','role':'reader','publisher':'coast-watch'             | publisher",
                "'name':'a','role':'reader','scope':'some'                        | scope",
                "'name':'a','role':'reader','expires':'2001-01-01T00:00:00Z'      | expires",
                "'name':'a','role':'reader','expires':'tomorrow'                  | expires",
                "'name':'a','role':'reader','token':'mine'                        | token"
            },
            quoteCharacter = '`')
    void whatATokenCannotBeIsNamed(String members, String wrong) {
        var refused = make(members.replace('\'', '"'));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("errors").findValuesAsString("member")).containsExactly(wrong);
    }

    @Test
    void theListComesInPages() {
        for (int i = 0; i < 3; i++) {
            make("\"name\":\"page-%d\",\"role\":\"reader\"".formatted(i));
        }
        var first = SERVER.get("/api/v1/tokens?limit=2&holding=true");
        var next = SERVER.get(
                "/api/v1/tokens?limit=2&cursor=" + first.json().path("next").asString());

        assertThat(first.json().path("tokens").findValuesAsString("name")).containsExactly("page-2", "page-1");
        assertThat(next.json().path("tokens").findValuesAsString("name")).startsWith("page-0");
    }

    private static String bearer(String members) {
        return "Bearer " + make(members).json().path("secret").asString();
    }

    private static Reply make(String members) {
        return SERVER.post("/api/v1/tokens", "{" + members + "}");
    }

    private static Reply make(String members, String bearer) {
        return SERVER.post("/api/v1/tokens", "{" + members + "}", "Authorization", bearer);
    }
}

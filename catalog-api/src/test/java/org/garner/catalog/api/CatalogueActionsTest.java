package org.garner.catalog.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.garner.catalog.Dataset;
import org.garner.catalog.Distribution;
import org.garner.catalog.store.Stored;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogueActionsTest {

    private static final String TOKEN = "letmein";

    private final ApiServer server = new ApiServer("garner.admin-token=" + TOKEN);
    private final Stored roads = server.put(
            Dataset.titled("Roads and paths")
                    .tag("transport")
                    .tag("Public Rights")
                    .distribution(Distribution.at("https://files.example/roads.csv")
                            .named("Roads 2025")
                            .inFormat("CSV"))
                    .distribution(Distribution.at("https://files.example/50%_done.json")
                            .inFormat("GeoJSON"))
                    .build(),
            "Coast Council");
    private final Stored bridges = server.put(
            Dataset.titled("Bridges")
                    .tag("transport")
                    .distribution(
                            Distribution.at("https://files.example/bridges.csv").inFormat("CSV"))
                    .build(),
            "Coast Council");
    private final Stored gone = server.put(
            Dataset.titled("Gone")
                    .tag("past")
                    .distribution(
                            Distribution.at("https://files.example/gone.csv").inFormat("XLS"))
                    .build(),
            "Ancient Board");

    @BeforeAll
    void fill() {
        server.put(Dataset.titled("Area of lakes").build(), "bureau of Water");
        server.withdraw(gone);
        server.index();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void allDatasetsAreListedByNameAndInParts() {
        assertThat(texts(server.result("package_list"))).containsExactly("area-of-lakes", "bridges", "roads-and-paths");
        assertThat(texts(server.result("package_list?limit=1&offset=1"))).containsExactly("bridges");
        assertThat(texts(server.result("package_list?offset=9"))).isEmpty();
        assertThat(server.failure("package_list?limit=-1"))
                .startsWith("409")
                .contains("Validation Error")
                .contains("limit");
    }

    @Test
    void datasetsAreOfferedToWhoTypes() {
        var offered = server.result("package_autocomplete?q=roa");
        assertThat(offered).hasSize(1);
        assertThat(offered.get(0).get("name").asString()).isEqualTo(roads.name());
        assertThat(offered.get(0).get("match_field").asString()).isEqualTo("name");
        assertThat(names(server.result("package_autocomplete?q=paths%20roads"))).containsExactly(roads.name());
        assertThat(server.result("package_autocomplete?q=past")).isEmpty();
        assertThat(server.result("package_autocomplete?q=%7B!xml%7D%22%5C%28*%3A*"))
                .isEmpty();
        assertThat(server.failure("package_autocomplete")).startsWith("409");
    }

    @Test
    void publishersAreListedByTitleAndNeverCutOff() {
        assertThat(texts(server.result("organization_list")))
                .containsExactly("ancient-board", "bureau-of-water", "coast-council");
        assertThat(texts(server.result("organization_list?sort=package_count%20desc")))
                .containsExactly("coast-council", "bureau-of-water", "ancient-board");
        assertThat(texts(server.result("organization_list?sort=name%20desc&limit=1&offset=1")))
                .containsExactly("bureau-of-water");
        assertThat(texts(server.result("organization_list?organizations=coast-council&organizations=none")))
                .containsExactly("coast-council");
        assertThat(server.failure("organization_list?sort=created")).startsWith("409");
        assertThat(server.failure("organization_list?all_fields=perhaps")).startsWith("409");
    }

    @Test
    void publishersAreListedWithWhatTheyTell() {
        var all = server.result("organization_list?all_fields=true&include_extras=true");

        assertThat(all).hasSize(3);
        var coast = all.get(2);
        assertThat(coast.get("display_name").asString()).isEqualTo("Coast Council");
        assertThat(coast.get("package_count").asInt()).isEqualTo(2);
        assertThat(coast.get("extras").isArray()).isTrue();
        assertThat(coast.has("tags")).isFalse();
        assertThat(coast.get("created").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
    }

    @Test
    void whatIsKnownOfAPublisherStandsBesideItsName() {
        server.jdbc()
                .sql("update organization set contact_email = 'data@coast.example', foi_web ="
                        + " 'https://coast.example/foi' where name = 'coast-council'")
                .update();

        var coast = server.result("organization_show?id=coast-council");

        assertThat(coast.get("contact-email").asString()).isEqualTo("data@coast.example");
        assertThat(coast.get("foi-web").asString()).isEqualTo("https://coast.example/foi");
        assertThat(coast.has("category")).isFalse();
    }

    @Test
    void aPublisherIsShownByNameAndByIdWithItsDatasetsOnlyWhenAsked() {
        var coast = server.result("organization_show?id=coast-council");

        assertThat(coast.get("title").asString()).isEqualTo("Coast Council");
        assertThat(coast.get("is_organization").asBoolean()).isTrue();
        assertThat(coast.get("package_count").asInt()).isEqualTo(2);
        assertThat(coast.has("packages")).isFalse();
        assertThat(coast.get("users")).isEmpty();
        assertThat(server.result(
                        "organization_show?id=" + coast.get("id").asString().toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo(coast);
        assertThat(names(server.result("organization_show?id=coast-council&include_datasets=true")
                        .get("packages")))
                .containsExactlyInAnyOrder(roads.name(), bridges.name());
        assertThat(server.failure("organization_show?id=nobody"))
                .startsWith("404")
                .contains("Not Found Error")
                .contains("'nobody'");
        assertThat(server.failure("organization_show")).startsWith("409").contains("Missing value");
    }

    @Test
    void publishersAreOfferedToWhoTypes() {
        assertThat(names(server.result("organization_autocomplete?q=WATER"))).containsExactly("bureau-of-water");
        assertThat(server.result("organization_autocomplete?q=%25")).isEmpty();
    }

    @Test
    void aResourceIsShownAsItsDatasetShowsIt() {
        var resource = server.result("package_show?id=" + roads.name())
                .get("resources")
                .get(0);

        assertThat(server.result("resource_show?id=" + resource.get("id").asString()))
                .isEqualTo(resource);
        assertThat(server.result("resource_view_list?id=" + resource.get("id").asString()))
                .isEmpty();
        assertThat(server.failure("resource_show?id=roads")).startsWith("404");
        assertThat(server.failure("resource_view_list?id=" + roads.id())).startsWith("404");
    }

    @Test
    void theResourcesOfAWithdrawnDatasetAreNotForEverybody() {
        var resource = ask("package_show?id=" + gone.name(), TOKEN)
                .json()
                .at("/result/resources/0/id")
                .asString();

        assertThat(server.failure("resource_show?id=" + resource)).startsWith("403");
        assertThat(ask("resource_show?id=" + resource, TOKEN).status()).isEqualTo(200);
    }

    @Test
    void resourcesAreFoundByWhatTheirFieldsContain() {
        var csv = server.result("resource_search?query=format:csv&order_by=url");
        assertThat(csv.get("count").asInt()).isEqualTo(2);
        assertThat(csv.at("/results/0/url").asString()).endsWith("bridges.csv");

        var both = server.result("resource_search?query=format:csv&query=name:roads&limit=1");
        assertThat(both.get("count").asInt()).isEqualTo(1);
        assertThat(both.get("results")).hasSize(1);
        assertThat(server.result("resource_search?query=url:50%25_")
                        .get("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(server.result("resource_search?query=url:nowhere")
                        .get("count")
                        .asInt())
                .isZero();
        assertThat(server.result("resource_search?query=url:gone").get("count").asInt())
                .isZero();
        assertThat(server.failure("resource_search?query=author:x"))
                .startsWith("409")
                .contains("Search Error");
        assertThat(server.failure("resource_search?query=x")).startsWith("409").contains("Validation Error");
    }

    @Test
    void tagsAreThoseOfDatasetsThatEverybodySees() {
        assertThat(texts(server.result("tag_list"))).containsExactly("Public Rights", "transport");
        assertThat(texts(server.result("tag_list?query=RIGHT"))).containsExactly("Public Rights");
        assertThat(server.result("tag_list?all_fields=true").get(0).get("id"))
                .isEqualTo(server.result("tag_show?id=Public%20Rights").get("id"));
        assertThat(server.failure("tag_show?id=past")).startsWith("404");
        assertThat(server.failure("tag_list?vocabulary_id=countries")).startsWith("404");
        assertThat(server.result("vocabulary_list")).isEmpty();
    }

    @Test
    void formatsAreOfferedToWhoTypes() {
        assertThat(texts(server.result("format_autocomplete?q=s"))).containsExactly("csv", "geojson");
    }

    @Test
    void theRegisterOfLicencesIsTheOneThatDatasetsAreShownWith() {
        var licences = server.result("license_list");

        assertThat(licences).hasSizeGreaterThan(15);
        assertThat(licences).anySatisfy(licence -> {
            assertThat(licence.get("id").asString()).isEqualTo("uk-ogl");
            assertThat(licence.get("title").asString()).isEqualTo("UK Open Government Licence (OGL)");
            assertThat(licence.get("is_okd_compliant").asBoolean()).isTrue();
        });
    }

    @Test
    void usersAreNotForEverybody() {
        assertThat(server.failure("user_list")).startsWith("403").contains("Authorization Error");
        assertThat(server.failure("user_show?id=admin")).startsWith("403");
        assertThat(ask("user_list", TOKEN).json().get("result")).isEmpty();
        assertThat(ask("user_show?id=admin", TOKEN).status()).isEqualTo(404);
        assertThat(server.result("site_read").asBoolean()).isTrue();
    }

    @Test
    void olderAddressesAnswerInTheirOlderShapes() {
        assertThat(server.get("/api/2/util/tag/autocomplete?incomplete=trans").text())
                .isEqualTo("{\"ResultSet\":{\"Result\":[{\"Name\":\"transport\"}]}}");
        assertThat(server.get("/api/2/util/resource/format_autocomplete?incomplete=cs")
                        .text())
                .isEqualTo("{\"ResultSet\":{\"Result\":[{\"Format\":\"csv\"}]}}");
        assertThat(names(server.get("/api/2/util/dataset/autocomplete?incomplete=bri")
                        .json()
                        .at("/ResultSet/Result")))
                .containsExactly(bridges.name());
        assertThat(names(server.get("/api/2/util/organization/autocomplete?q=coast")
                        .json()))
                .containsExactly("coast-council");
        assertThat(server.get("/api/2/util/tag/autocomplete").json().at("/ResultSet/Result"))
                .isEmpty();
        assertThat(server.get("/api/tag_counts").text()).isEqualTo("[[\"Public Rights\",1],[\"transport\",2]]");
        assertThat(server.get("/api/3/tag_counts").text())
                .isEqualTo(server.get("/api/tag_counts").text());
    }

    @Test
    void onlyASysadminMayPublishAndForAll() {
        assertThat(server.result("organization_list_for_user")).isEmpty();
        assertThat(names(ask("organization_list_for_user", TOKEN).json().get("result")))
                .contains("coast-council");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: letmein", "Authorization: Bearer letmein", "X-CKAN-API-Key: letmein"})
    void theAdminTokenMakesASysadminHoweverClientsSendIt(String header) {
        var parts = header.split(": ", 2);
        var address = "/api/3/action/package_show?id=" + gone.name();

        assertThat(server.send(request(address).header(parts[0], parts[1])).status())
                .isEqualTo(200);
        assertThat(server.send(request(address + "&callback=f").header(parts[0], parts[1]))
                        .status())
                .as("a script has no identity")
                .isEqualTo(403);
    }

    @Test
    void anUnknownTokenKeepsNobodyFromReading() {
        for (var token : List.of("0b5f2c3e-1f0f-4f5e-9f5c-3a1d2b4c5d6e", "Basic bGV0bWVpbg==", "Basic letmein")) {
            assertThat(ask("package_show?id=" + roads.name(), token).status()).isEqualTo(200);
            assertThat(ask("package_show?id=" + gone.name(), token).status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"package_create", "recently_changed_packages_activity_list", "api_token_list"})
    void whatIsNotThereIsSaidAsCkanSaysIt(String action) {
        assertThat(server.get("/api/3/action/" + action).text())
                .isEqualTo("\"Bad request - Action name not known: %s\"".formatted(action));
    }

    @Test
    void anAnswerThatIsTooLongForTheMemoryArrivesWhole() {
        try (var large = new ApiServer()) {
            large.sql("""
                insert into package (id, name, title, metadata_created, metadata_modified, dataset, revision)
                select gen_random_uuid(), 'package-with-a-rather-long-name-' || lpad(n::text, 6, '0'), 'T', now(), now(), '{}', n
                  from generate_series(1, 25000) n
                """);

            var reply = large.get("/api/3/action/package_list");

            assertThat(reply.text().length()).isGreaterThan(ReplyBody.HELD_BACK);
            assertThat(reply.headers().firstValue("Content-Length")).isEmpty();
            var names = texts(reply.json().get("result"));
            assertThat(names).hasSize(25_000).doesNotHaveDuplicates().isSorted();
            assertThat(large.get("/api/3/action/package_list?callback=show").text())
                    .startsWith("show({")
                    .endsWith("});");
        }
    }

    private ApiServer.Reply ask(String actionAndQuery, String token) {
        return server.send(request("/api/3/action/" + actionAndQuery).header("Authorization", token));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path));
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(each -> texts.add(each.asString()));
        return texts;
    }

    private static List<String> names(JsonNode dicts) {
        var names = new ArrayList<String>();
        dicts.forEach(each -> names.add(each.get("name").asString()));
        return names;
    }
}

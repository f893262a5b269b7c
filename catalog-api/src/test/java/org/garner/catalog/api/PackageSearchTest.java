package org.garner.catalog.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.garner.catalog.Dataset;
import org.garner.catalog.index.SolrConnection;
import org.garner.catalog.index.SolrSettings;
import org.garner.catalog.store.Stored;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackageSearchTest {

    private static final String SEARCH = "/api/3/action/package_search";

    private final ApiServer server = new ApiServer();
    private final Stored waters = server.put(
            Dataset.titled("Bathing waters")
                    .notes("Samples from beaches")
                    .licenseId("uk-ogl")
                    .extra("spatial", "{\"type\": \"Point\", \"coordinates\": [-5, 55]}")
                    .tag("coast")
                    .build(),
            "Coast Office");
    private final Stored roads = server.put(
            Dataset.titled("Road works").notes("Where we dig").tag("transport").build());
    private final Stored gone = server.put(Dataset.titled("Road works of old").build());

    @BeforeAll
    void index() {
        server.withdraw(gone);
        server.index();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void withoutParametersEverythingPublicIsFound() {
        var reply = server.get(SEARCH);

        assertThat(reply.status()).isEqualTo(200);
        var result = reply.json().get("result");
        assertThat(result.propertyNames())
                .containsExactlyInAnyOrder("count", "facets", "results", "sort", "search_facets");
        assertThat(result.get("count").asInt()).isEqualTo(2);
        assertThat(result.get("sort").asString()).isEqualTo("score desc, metadata_modified desc");
    }

    @Test
    void aPackageIsFoundExactlyAsItIsShown() {
        var found = server.get(SEARCH + "?q=beaches").json().get("result");
        var shown = server.get("/api/3/action/package_show?id=" + waters.name())
                .json()
                .get("result");

        assertThat(found.get("count").asInt()).isEqualTo(1);
        assertThat(found.at("/results/0")).isEqualTo(shown);
    }

    @Test
    void idAndNameFindTheSame() {
        assertThat(names("?q=id:" + roads.id())).containsExactly("road-works");
        assertThat(names("?q=name:" + roads.name())).containsExactly("road-works");
    }

    @Test
    void pagesAndOrderAreAsAsked() {
        assertThat(names("?sort=name+desc&rows=1")).containsExactly("road-works");
        assertThat(names("?sort=name+desc&rows=1&start=1")).containsExactly("bathing-waters");
        assertThat(names("?sort=name+desc&rows=1&start=2")).isEmpty();
        assertThat(server.get(SEARCH + "?rows=0").json().at("/result/count").asInt())
                .isEqualTo(2);
    }

    @Test
    void filtersComeOnceOrSeveralTimes() {
        assertThat(names("?fq=tags:coast")).containsExactly("bathing-waters");
        assertThat(names("?fq=tags:coast&fq=tags:transport")).isEmpty();
        var body = "{\"q\": \"\", \"fq_list\": [\"tags:transport\", \"name:road*\"], \"rows\": 5}";
        assertThat(server.post(SEARCH, "application/json", body)
                        .json()
                        .at("/result/results/0/name")
                        .asString())
                .isEqualTo("road-works");
    }

    @Test
    void aWithdrawnDatasetIsNotFoundWhateverIsAsked() {
        for (var query : List.of("?q=old", "?q=name:" + gone.name(), "?include_deleted=true", "?fq=%2Bstate:deleted")) {
            assertThat(names(query)).as(query).doesNotContain(gone.name());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=20",
                "?sort=name+upwards",
                "?sort=notes+asc",
                "?facet.field=%5B%22notes%22%5D",
                "?fl=id,%5Bexplain%5D",
                "?wt=xml"
            })
    void aParameterThatIsNoneIsAQueryError(String query) {
        var reply = server.get(SEARCH + query);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().at("/error/__type").asString()).isEqualTo("Search Query Error");
        assertThat(reply.json().at("/error/message").asString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rows=many",
                "rows=-1",
                "start=-5",
                "facet.limit=few",
                "facet.mincount=-1",
                "facet.field=%5Btags",
                "facet=perhaps"
            })
    void aNumberThatIsNoneIsNamed(String parameter) {
        var reply = server.get(SEARCH + "?" + parameter);

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().at("/error/__type").asString()).isEqualTo("Validation Error");
        assertThat(reply.json().get("error").has(parameter.split("=")[0])).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"title:(unclosed", "metadata_modified:[yesterday TO", "{!xmlparser}<a/>"})
    void aQueryThatCannotBeReadIsASearchError(String query) {
        var reply = server.get(SEARCH + "?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));

        assertThat(reply.status()).as(reply.text()).isEqualTo(409);
        assertThat(reply.json().at("/error/__type").asString()).isEqualTo("Search Error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ext_bbox=1,2,3",
                "ext_bbox=a,b,c,d",
                "ext_bbox=1,50,2,40",
                "defType=xmlparser&q=x",
                "bf=%7B!func%7Dx&q=x",
                "fq=%7B!join+from=id+to=id%7D*:*"
            })
    void whatMustNotReachTheIndexIsASearchError(String query) {
        var reply = server.get(SEARCH + "?" + query);

        assertThat(reply.status()).as(reply.text()).isEqualTo(409);
        assertThat(reply.json().at("/error/__type").asString()).isEqualTo("Search Error");
    }

    @Test
    void facetsAreCountedAndNamed() {
        for (var query : List.of(
                "?rows=0&facet.field=%5B%22organization%22,%22tags%22,%22license_id%22%5D",
                "?rows=0&facet.field=organization&facet.field=tags&facet.field=license_id")) {
            var result = server.get(SEARCH + query).json().get("result");

            assertThat(result.at("/facets/organization/coast-office").asInt()).isEqualTo(1);
            assertThat(result.at("/facets/tags").propertyNames()).containsExactlyInAnyOrder("coast", "transport");
            var organizations = result.at("/search_facets/organization");
            assertThat(organizations.get("title").asString()).isEqualTo("organization");
            assertThat(organizations.at("/items/0/name").asString()).isEqualTo("coast-office");
            assertThat(organizations.at("/items/0/display_name").asString()).isEqualTo("Coast Office");
            assertThat(organizations.at("/items/0/count").asInt()).isEqualTo(1);
            assertThat(result.at("/search_facets/tags/items/0/name").asString()).isEqualTo("transport");
            assertThat(result.at("/search_facets/license_id/items/0/display_name")
                            .asString())
                    .contains("Open Government Licence");
        }
        assertThat(server.get(SEARCH + "?facet=false&facet.field=tags").json().at("/result/facets"))
                .isEmpty();
        assertThat(server.get(SEARCH + "?facet.limit=1&facet.field=tags").json().at("/result/facets/tags"))
                .hasSize(1);
    }

    @Test
    void fieldsOfTheIndexAreShownInsteadOfThePackage() {
        for (var fields : List.of("id,metadata_modified,organization", "id+metadata_modified+organization")) {
            var shown = server.get(SEARCH + "?q=name:bathing-waters&fl=" + fields)
                    .json()
                    .at("/result/results/0");

            assertThat(shown.propertyNames()).containsExactlyInAnyOrder("id", "metadata_modified", "organization");
            assertThat(shown.get("organization").asString()).isEqualTo("coast-office");
            assertThat(shown.get("metadata_modified").asString()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z");
        }
        var pycsw = server.get(SEARCH + "?q=name:bathing-waters&fl=id,metadata_modified,harvest_object_id,harvest")
                .json()
                .at("/result/results/0");
        assertThat(pycsw.get("harvest_object_id").asString()).hasSize(36);
        assertThat(pycsw.get("harvest"))
                .hasSize(3)
                .allSatisfy(each -> assertThat(each.isString()).isTrue());
    }

    @Test
    void aMapFindsWhatLiesInIt() {
        assertThat(names("?ext_bbox=-10,50,0,60")).containsExactly("bathing-waters");
        assertThat(names("?ext_bbox=100,50,110,60")).isEmpty();
        assertThat(names("?ext_bbox=&ext_prev_extent=anything")).hasSize(2);
    }

    @Test
    void whatWidensASearchIsForThoseWhoMaySeeMore() {
        assertThat(names("?include_private=true&include_drafts=true&include_deleted=true&use_default_schema=true"))
                .hasSize(2);
    }

    @Test
    void anIndexThatDoesNotAnswerIsSaidSo() {
        var nowhere = new SolrSettings(URI.create("http://localhost:1/solr"), "ckan", null, null);
        try (var solr = SolrConnection.remote(nowhere);
                var lonely = new ApiServer(solr)) {
            var reply = lonely.get(SEARCH);

            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.json().at("/error/__type").asString()).isEqualTo("Search Connection Error");
            assertThat(reply.json().at("/error/message").asString()).doesNotContain("localhost");
        }
    }

    @Test
    void clientsPageThroughByIdUntilAPageIsEmpty() {
        var seen = new ArrayList<String>();
        for (var start = 0; ; start++) {
            var page = names("?sort=id+asc&rows=1&start=" + start);
            if (page.isEmpty()) {
                break;
            }
            seen.addAll(page);
        }
        assertThat(seen).containsExactlyInAnyOrder("bathing-waters", "road-works");
    }

    private List<String> names(String query) {
        var reply = server.get(SEARCH + query);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json()
                .at("/result/results")
                .valueStream()
                .map(each -> each.get("name").asString())
                .toList();
    }
}

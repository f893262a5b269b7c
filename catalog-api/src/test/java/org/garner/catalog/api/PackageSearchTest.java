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
    private final Stored waters = server.put(Dataset.titled("Bathing waters")
            .notes("Samples from beaches")
            .tag("coast")
            .build());
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
    @ValueSource(strings = {"?limit=20", "?sort=name+upwards", "?facet.field=%5B%22tags%22%5D", "?fl=id,name"})
    void aParameterThatIsNoneIsAQueryError(String query) {
        var reply = server.get(SEARCH + query);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().at("/error/__type").asString()).isEqualTo("Search Query Error");
        assertThat(reply.json().at("/error/message").asString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows=many", "rows=-1", "start=-5"})
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

package org.garner.catalog.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.garner.catalog.Dataset;
import org.garner.catalog.store.Stored;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The queries that the operators' manual prints, as it prints them, against what the database counts; and the old search's own words. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchDatasetTest {
    private static final String NAMES = "fl=id,state,dataset_type,name,title,extras_guid,extras_harvest_source_title,"
            + "extras_harvest_object_id,extras_frequency-of-update";
    private static final String HARVESTED = "dataset->'extras' @> '[{\"key\": \"harvest_object_id\"}]'";
    private static final String RECENT = "metadata_modified >= date_trunc('day', now() - interval '7 days')";
    private static final String DAILY =
            "dataset->'extras' @> '[{\"key\": \"frequency-of-update\", \"value\": \"daily\"}]'";

    private final ApiServer server = new ApiServer();

    @BeforeAll
    void fill() {
        for (var i = 0; i < 7; i++) {
            server.put(
                    Dataset.titled("Sands and shores %d".formatted(i))
                            .tag(i % 2 == 0 ? "even \"and\" quoted" : "odd")
                            .extra("frequency-of-update", i % 3 == 0 ? "daily" : "daily updates")
                            .build(),
                    i % 2 == 0 ? "Coast Office" : null);
        }
        var manual = List.of(
                server.put(Dataset.titled("Typed by hand").build()),
                server.put(Dataset.titled("Another").build()));
        manual.forEach(this::forgetTheHarvest);
        var old = server.put(Dataset.titled("Old rocks").build());
        change(old, "metadata_modified", "2017-06-15T12:00:00.123456");
        change(old, "metadata_created", "2017-06-10T12:00:00.123456");
        server.withdraw(server.put(Dataset.titled("Gone").build()));
        server.index();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private void forgetTheHarvest(Stored stored) {
        server.sql("""
            update package
               set dataset = dataset - 'harvest' || jsonb_build_object('extras', (
                       select coalesce(jsonb_agg(e), '[]') from jsonb_array_elements(dataset -> 'extras') e
                        where e ->> 'key' not like 'harvest%%' and e ->> 'key' <> 'guid'))
             where id = '%s'
            """.formatted(stored.id()));
    }

    private void change(Stored stored, String column, String time) {
        server.sql("update package set %1$s = '%2$sZ', dataset = dataset || '{\"%1$s\": \"%2$s\"}' where id = '%3$s'"
                .formatted(column, time, stored.id()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state:active and dataset_type:dataset | true",
                "state:active and extras_harvest_object_id:[\"\" TO *] and dataset_type:dataset | " + HARVESTED,
                "state:active and -extras_harvest_object_id:* and dataset_type:dataset | not " + HARVESTED,
                "state:active and extras_harvest_object_id:[\"\" TO *] and dataset_type:dataset"
                        + " and metadata_modified:[NOW-7DAY/DAY TO NOW] | " + HARVESTED + " and " + RECENT,
                "state:active and -extras_harvest_object_id:* and dataset_type:dataset"
                        + " and metadata_modified:[NOW-7DAY/DAY TO NOW] | not " + HARVESTED + " and " + RECENT,
                "state:active and extras_harvest_object_id:[\"\" TO *] and frequency-of-update:daily"
                        + " and dataset_type:dataset | " + HARVESTED + " and " + DAILY,
            })
    void theManualsCountsAreThoseOfTheDatabase(String query, String condition) {
        var expected = server.count("state = 'active' and " + condition);
        assertThat(expected).isPositive();
        for (var address : List.of("/api/search/dataset?", "/api/3/search/dataset?", "/api/3/action/package_search?")) {
            var limit = address.contains("package_search") ? "&rows=20" : "&limit=20";
            var reply = server.get(address + NAMES + "&q=" + encoded(query) + limit);

            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            var result = address.startsWith("/api/search")
                    ? reply.json()
                    : reply.json().get("result");
            assertThat(result.get("count").asLong()).as(address + query).isEqualTo(expected);
            assertThat(result.get("results")).hasSize((int) expected).allSatisfy(each -> {
                assertThat(each.propertyNames()).noneMatch(name -> name.startsWith("extras"));
                assertThat(each.has("harvest_object_id")).isEqualTo(each.has("guid"));
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata_created:[2017-06-01T00:00:00Z TO 2017-06-30T00:00:00Z] | metadata_created < '2017-07-01'",
                "metadata_modified:[2017-06-01T00:00:00Z TO 2017-06-30T00:00:00Z] | metadata_modified < '2017-07-01'",
                "metadata_modified:[2017-06-15T12:00:00.123456Z TO *] | true",
                "organization:coast-office | owner_org is not null",
                "-organization:coast-office | owner_org is null",
                "organization:coast-office or organization:nobody | owner_org is not null",
            })
    void timesAndPublishersAreFoundAsTheManualSays(String query, String condition) {
        var expected = server.count("state = 'active' and " + condition);
        for (var parameter : List.of("q", "fq")) {
            var found = server.result("package_search?rows=200&" + parameter + "=" + encoded(query));

            assertThat(found.get("count").asLong())
                    .as(query)
                    .isEqualTo(expected)
                    .isPositive();
        }
    }

    @Test
    void withoutParametersEverythingPublicIsCounted() {
        var all = server.count("state = 'active'");
        for (var address : List.of(
                "/api/3/search/dataset", "/api/search/dataset", "/api/1/search/dataset", "/api/2/search/dataset")) {
            var json = server.get(address).json();
            var result = address.startsWith("/api/3") ? json.get("result") : json;

            assertThat(result.get("count").asLong()).isEqualTo(all);
            assertThat(result.at("/results/0/resources").isArray()).isTrue();
        }
        assertThat(server.get("/api/3/search/dataset").json().get("success").asBoolean())
                .isTrue();
    }

    @Test
    void theOldNamesOfParametersAreUnderstood() {
        var second = "&limit=1&offset=1&order_by=name&all_fields=1";
        assertThat(names("?q=sands" + second)).containsExactly("sands-and-shores-1");
        assertThat(names("?q=sands&rows=1&start=1&sort=name+desc")).containsExactly("sands-and-shores-5");
        assertThat(names("?order_by=name+desc&limit=1")).containsExactly("typed-by-hand");
        assertThat(names("?order_by=rank&limit=1")).hasSize(1);
        assertThat(names("?tags=odd")).hasSize(3);
        assertThat(names("?tags=" + encoded("even \"and\" quoted") + "&q=shores"))
                .hasSize(4);
        assertThat(names("?tags=odd&tags=even")).isEmpty();
        var qjson = "{\"fl\": \"id,name,extras_harvest_object_id\", \"q\": \"harvest_object_id:[\\\"\\\" TO *]\","
                + " \"limit\": 1000, \"start\": 0, \"tags\": [\"odd\"]}";
        var result = server.get("/api/search/dataset?qjson=" + encoded(qjson)).json();
        assertThat(result.get("results"))
                .hasSize(3)
                .allSatisfy(each ->
                        assertThat(each.propertyNames()).containsExactlyInAnyOrder("id", "name", "harvest_object_id"));
    }

    @Test
    void smallOperatorsBetweenTwoFieldsCountBesideOtherWords() {
        var query = encoded("state:active and dataset_type:dataset another");

        assertThat(names("?q=" + query)).containsExactly("another");
        assertThat(server.result("package_search?q=" + query).get("count").asLong())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no_such=1", "order_by=name+upwards", "qjson=%5B1%5D", "qjson=%7B"})
    void whatIsNoParameterIsRefused(String query) {
        assertThat(server.get("/api/search/dataset?" + query).status()).isEqualTo(400);
    }

    @Test
    void scriptsOfOtherSitesMayAsk() {
        var padded = server.get("/api/search/dataset?limit=1&callback=show");
        assertThat(padded.type()).startsWith("application/javascript");
        assertThat(padded.text()).startsWith("show({\"count\":").endsWith("});");
        var request = java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create(server.address() + "/api/3/search/dataset"))
                .header("Origin", "https://example.org");
        assertThat(server.send(request).headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("*");
    }

    @Test
    void thePublishersClientReadsEveryPageUntilOneIsEmpty() {
        var seen = 0;
        for (var start = 0; ; start += 3) {
            var page = server.get(
                            "/api/3/search/dataset?q=type:dataset&rows=3&fl=id,metadata_modified,organization&start="
                                    + start)
                    .json()
                    .get("result");
            assertThat(page.get("count").asLong()).isEqualTo(server.count("state = 'active'"));
            if (page.get("results").isEmpty()) {
                break;
            }
            seen += page.get("results").size();
        }
        assertThat((long) seen).isEqualTo(server.count("state = 'active'"));
    }

    private List<String> names(String query) {
        var reply = server.get("/api/search/dataset" + query);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json()
                .get("results")
                .valueStream()
                .map(SearchDatasetTest::name)
                .toList();
    }

    private static String name(JsonNode each) {
        return each.get("name").asString();
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }
}

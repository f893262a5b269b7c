package org.garner.catalog.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.garner.catalog.Dataset;
import org.garner.catalog.Distribution;
import org.garner.catalog.index.SearchQuery.Visibility;
import org.garner.catalog.store.PackageIndex;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SearchIndexTest {
    private static final IndexedCatalogue db = new IndexedCatalogue();

    @BeforeAll
    static void fill() {
        db.put(
                "tides",
                Dataset.titled("Tide gauges of the northern coast")
                        .notes("Water levels every ten minutes, and the weather with them.")
                        .tags(List.of("sea level", "tides"))
                        .licenseId("uk-ogl")
                        .extra("frequency-of-update", "daily")
                        .extra("spatial-reference-system", "EPSG:27700")
                        .extra("bbox-west-long", "-8.6")
                        .extra("bbox-east-long", "1.8")
                        .extra("bbox-south-lat", "54.9")
                        .extra("bbox-north-lat", "60.9")
                        .extra("temporal-list", "[\"spring\",\"summer\"]")
                        .extra("published_date", "2024-02-29")
                        .extra("text", "an extra that has the key of a field")
                        .extra("long", "y".repeat(60_000))
                        .distribution(Distribution.at("https://example.org/tides.csv")
                                .named("Levels")
                                .inFormat("CSV"))
                        .build());
        db.put(
                "roads",
                Dataset.titled("Roads under repair")
                        .notes("A-roads closed overnight.")
                        .extra("frequency-of-update", "daily updates")
                        .distribution(Distribution.at("https://example.org/wms?service=WMS")
                                .inFormat("WMS"))
                        .build());
        db.put(
                "trees",
                Dataset.titled("Street trees")
                        .notes("Every tree, its species and age.")
                        .extra(
                                "spatial",
                                "{\"type\": \"MultiPolygon\", \"coordinates\": [[[[177, -19], [180, -16], [177, -19]]],"
                                        + " [[[-180, -19], [-178, -16], [-180, -19]]]]}")
                        .build());
        db.follow();
    }

    @AfterAll
    static void drop() {
        db.close();
    }

    private static List<String> names(SearchQuery query) {
        return db.find(query).packages().stream()
                .map(each -> each.replaceAll("(?s).*\"name\": \"(tide-gauges|roads|street)[^\"]*\".*", "$1"))
                .toList();
    }

    @Test
    void findsEverythingWhenNothingIsAsked() {
        assertThat(db.find(SearchQuery.all()).count()).isEqualTo(3);
        assertThat(db.find(SearchQuery.all()).sort()).isEqualTo("score desc, metadata_modified desc");
        assertThat(db.count("*:*")).isEqualTo(3);
    }

    @Test
    void findsWordsInTheirOtherForms() {
        assertThat(names(SearchQuery.of("gauge"))).containsExactly("tide-gauges");
        assertThat(names(SearchQuery.of("road repairs"))).containsExactly("roads");
        assertThat(names(SearchQuery.of("CSV"))).containsExactly("tide-gauges");
        assertThat(db.count("volcano")).isZero();
    }

    @Test
    void findsByFieldAsClientsDo() {
        var id = db.find(SearchQuery.of("name:roads*"))
                .packages()
                .getFirst()
                .replaceAll("(?s).*\"id\": \"([0-9a-f-]{36})\", \"url\".*", "$1");
        assertThat(names(SearchQuery.of("tags:\"sea level\""))).containsExactly("tide-gauges");
        assertThat(names(SearchQuery.of("res_format:WMS"))).containsExactly("roads");
        assertThat(names(SearchQuery.of("frequency-of-update:daily"))).containsExactly("tide-gauges");
        assertThat(names(SearchQuery.of("extras_frequency-of-update:daily")))
                .containsExactlyInAnyOrder("tide-gauges", "roads");
        assertThat(db.count("extras_harvest_object_id:[\"\" TO *]")).isEqualTo(3);
        assertThat(db.count("*:* -extras_harvest_object_id:*")).isZero();
        assertThat(db.count("metadata_modified:[NOW-7DAY/DAY TO NOW]")).isEqualTo(3);
        assertThat(db.count("metadata_created:[2001-01-01T00:00:00.123456Z TO *]"))
                .isEqualTo(3);
        assertThat(names(SearchQuery.of("published_date:\"2024-02-29T00:00:00Z\"")))
                .containsExactly("tide-gauges");
        assertThat(names(SearchQuery.of("extras_temporal-list:\"spring summer\"")))
                .containsExactly("tide-gauges");
        assertThat(id).isNotEmpty();
    }

    @Test
    void readsOperatorsInSmallLettersBetweenFields() {
        assertThat(db.count("state:active and dataset_type:dataset")).isEqualTo(3);
        assertThat(db.count("state:active AND dataset_type:dataset")).isEqualTo(3);
        assertThat(db.count("name:roads* or name:street*")).isEqualTo(2);
    }

    @Test
    void aFilterNarrowsWithoutRanking() {
        assertThat(names(SearchQuery.all().fq("res_format:CSV"))).containsExactly("tide-gauges");
        assertThat(names(SearchQuery.all().fq("license_id:uk-ogl", "tags:tides")))
                .containsExactly("tide-gauges");
        assertThat(db.find(SearchQuery.all().fq("+state:deleted")).count()).isZero();
    }

    @Test
    void pagesHoldEveryPackageOnce() {
        var seen = new ArrayList<String>();
        for (var start = 0; start < 4; start++) {
            seen.addAll(db.find(SearchQuery.all().rows(1).start(start).sort("organization asc"))
                    .packages());
        }
        assertThat(seen).hasSize(3);
        assertThat(new HashSet<>(seen)).hasSize(3);
        assertThat(db.find(SearchQuery.all().rows(0)).packages()).isEmpty();
        assertThat(db.find(SearchQuery.all().rows(1_000_000)).packages()).hasSize(3);
        assertThat(db.find(SearchQuery.all().start(60_000)).packages()).isEmpty();
    }

    @Test
    void sortsByNameAndByTitle() {
        assertThat(names(SearchQuery.all().sort("name asc"))).containsExactly("roads", "street", "tide-gauges");
        assertThat(names(SearchQuery.all().sort("rank"))).hasSize(3);
        assertThat(names(SearchQuery.all().sort("extras_frequency-of-update desc, rank desc, name ASC")))
                .containsExactly("roads", "tide-gauges", "street");
        assertThat(names(SearchQuery.all().sort("title desc"))).containsExactly("tide-gauges", "street", "roads");
    }

    @Test
    void saysWhatIsWrongWithAQuery() {
        assertThat(db.search.search(SearchQuery.of("title:[never closed")))
                .isInstanceOfSatisfying(
                        SearchReply.BadQuery.class,
                        bad -> assertThat(bad.message()).contains("title:[never closed"));
        assertThat(db.search.search(SearchQuery.of("{!xmlparser v='<a/>'}"))).isInstanceOf(SearchReply.BadQuery.class);
        assertThat(db.search.search(SearchQuery.all().fq("{!join from=id to=id}*:*")))
                .isInstanceOf(SearchReply.BadQuery.class);
        assertThat(db.search.search(SearchQuery.all().sort("name sideways")))
                .isInstanceOf(SearchReply.BadParameter.class);
        for (var sort : List.of("text asc", "bbox asc", "notes asc", "data_dict asc", "name", "query(x) asc")) {
            assertThat(db.search.search(SearchQuery.all().sort(sort)))
                    .as(sort)
                    .isInstanceOf(SearchReply.BadParameter.class);
        }
        assertThat(db.search.search(SearchQuery.all().rows(-1))).isInstanceOf(SearchReply.BadParameter.class);
        assertThat(db.count("?! ((")).isZero();
    }

    @Test
    void countsTheValuesOfFields() {
        var facets = new SearchQuery.Facets(
                List.of("tags", "res_format", "license_id", "extras_frequency-of-update", "num_resources", "no-such"),
                1,
                1);
        var found = db.find(SearchQuery.all().rows(0).facets(facets));

        assertThat(found.facets())
                .extracting(SearchReply.Facet::field, facet -> facet.values().size())
                .containsExactly(
                        tuple("tags", 1),
                        tuple("res_format", 1),
                        tuple("license_id", 1),
                        tuple("extras_frequency-of-update", 1),
                        tuple("num_resources", 1),
                        tuple("no-such", 0));
        // Whole values, not the stems of their words.
        var all = db.find(SearchQuery.all()
                .facets(new SearchQuery.Facets(List.of("extras_frequency-of-update", "title", "organization"), -1, 1)));
        assertThat(all.facets().getFirst().values())
                .containsExactlyInAnyOrder(
                        new SearchReply.Facet.Value("daily", 1), new SearchReply.Facet.Value("daily updates", 1));
        assertThat(all.facets().get(1).values()).hasSize(3);
        assertThat(db.search.search(SearchQuery.all().facets(new SearchQuery.Facets(List.of("notes"), 50, 1))))
                .isInstanceOfSatisfying(
                        SearchReply.BadParameter.class,
                        bad -> assertThat(bad.message()).contains("notes"));
    }

    @Test
    void showsTheFieldsThatAreAskedFor() {
        var tides = SearchQuery.of("name:tide*");
        var found = db.find(tides.fields(
                "id",
                "metadata_modified",
                "organization",
                "frequency-of-update",
                "extras_temporal-list",
                "harvest",
                "no-such"));
        assertThat(found.packages().getFirst()).startsWith("{\"id\":");

        assertThat(found.packages().getFirst())
                .containsPattern("\"metadata_modified\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"")
                .contains(
                        "\"frequency-of-update\":\"daily\"", "\"temporal-list\":\"spring summer\"", "\"harvest\":[\"{")
                .doesNotContain("extras_", "no-such");
        assertThat(db.find(tides.fields("*")).packages().getFirst())
                .contains(
                        "\"id\":",
                        "\"frequency-of-update\":",
                        "\"published_date\":\"2024-02-29T00:00:00.000Z\"",
                        "\"data_dict\":");
        assertThat(db.find(tides.fields("name")).packages())
                .containsExactly("{\"name\":\"tide-gauges-of-the-northern-coast\"}");
        assertThat(db.search.search(tides.fields("[explain]"))).isInstanceOf(SearchReply.BadParameter.class);
        assertThat(db.search.search(tides.fields("x:field(id)"))).isInstanceOf(SearchReply.BadParameter.class);
    }

    @Test
    void findsWhatLiesWhereTheMapIs() {
        assertThat(names(in("-10,50,0,56"))).containsExactly("tide-gauges");
        assertThat(names(in("2,50,10,56"))).isEmpty();
        assertThat(names(in("178,-20,182,-10"))).containsExactly("street");
        assertThat(names(in("-179.5,-20,-179,-10"))).containsExactly("street");
        assertThat(names(in("170,-20,175,-10"))).isEmpty();
        assertThat(names(in("-180,-90,180,90"))).containsExactlyInAnyOrder("street", "tide-gauges");
    }

    private static SearchQuery in(String box) {
        return SearchQuery.all()
                .matching(new SearchQuery.Matching(
                        "", List.of(), Map.of(), Box.parse(box).orElseThrow(), false));
    }

    @Test
    void weighsWordsAsTheClientWants() {
        assertThat(names(ranked("overnight", Map.of("qf", "title")))).isEmpty();
        assertThat(names(ranked("overnight", Map.of("qf", "title notes^2", "tie", "0.5"))))
                .containsExactly("roads");
        assertThat(names(ranked("trees OR roads", Map.of("defType", "edismax", "mm", "1"))))
                .containsExactlyInAnyOrder("street", "roads");
        assertThat(names(ranked(
                        "name:roads*",
                        Map.of("defType", "edismax", "boost", "recip(ms(NOW,metadata_modified),3e-11,1,1)"))))
                .containsExactly("roads");
        assertThat(names(ranked("closed OR species", Map.of("defType", "lucene", "df", "notes"))))
                .containsExactlyInAnyOrder("street", "roads");
        assertThat(names(ranked("roads repair", Map.of("bf", "num_resources")))).containsExactly("roads");
    }

    @Test
    void refusesSettingsThatCouldReadMoreThanTheAskerMay() {
        for (var setting : List.of(
                Map.entry("defType", "xmlparser"),
                Map.entry("defType", "func"),
                Map.entry("bf", "query({!join from=id to=id v='*:*'})"),
                Map.entry("boost", "query($q)"),
                Map.entry("qf", "title {!x}"),
                Map.entry("df", "title notes"),
                Map.entry("tie", "none"))) {
            assertThat(db.search.search(ranked("x", Map.of(setting.getKey(), setting.getValue()))))
                    .as(setting.toString())
                    .isInstanceOf(SearchReply.BadQuery.class);
        }
        assertThat(db.search.search(ranked("x", Map.of("defType", "edismax", "boost", "nothing("))))
                .isInstanceOf(SearchReply.BadQuery.class);
    }

    private static SearchQuery ranked(String q, Map<String, String> ranking) {
        return SearchQuery.all().matching(new SearchQuery.Matching(q, List.of(), ranking, null, false));
    }

    @Test
    void showsEverybodyOnlyWhatIsPublicActiveAndOfThisSite() throws Exception {
        var site = "visibility";
        var documents = new PackageDocument(site);
        var client = IndexedCatalogue.SOLR.client();
        client.add(List.of(
                documents.of(entry("1", "open", "active", false, "dataset")),
                documents.of(entry("2", "secret", "active", true, "dataset")),
                documents.of(entry("3", "unfinished", "draft", false, "dataset")),
                documents.of(entry("4", "gone", "deleted", false, "dataset")),
                documents.of(entry("5", "a-source", "active", false, "harvest")),
                new PackageDocument("elsewhere").of(entry("6", "elsewhere", "active", false, "dataset"))));
        client.commit();
        var search = new SearchIndex(IndexedCatalogue.SOLR, site);
        var everybody = SearchQuery.all();
        assertThat(count(search, everybody)).isEqualTo(1);
        assertThat(count(search, everybody.fq("+state:(active OR deleted OR draft)")))
                .isEqualTo(1);
        assertThat(count(search, everybody.fq("dataset_type:harvest"))).isEqualTo(1);

        var member = everybody.visibility(
                new Visibility(true, false, false, Set.of("public", "member-11111111-0000-0000-0000-000000000000")));
        assertThat(count(search, member)).isEqualTo(2);
        var all = everybody.visibility(new Visibility(true, true, true, Set.of()));
        assertThat(count(search, all)).isEqualTo(4);
    }

    private static long count(SearchIndex search, SearchQuery query) {
        return ((SearchReply.Found) search.search(query)).count();
    }

    private static PackageIndex.Entry entry(String digit, String name, String state, boolean restricted, String type) {
        var id = UUID.fromString("%s0000000-0000-0000-0000-000000000000".formatted(digit));
        var dict = """
            {"id": "%s", "name": "%s", "title": "%s", "state": "%s", "private": %s, "type": "%s",
             "owner_org": "11111111-0000-0000-0000-000000000000"}
            """.formatted(id, name, name, state, restricted, type);
        return new PackageIndex.Entry(id, 1, state, dict);
    }
}

package org.garner.tests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.garner.client.JobReport;
import org.garner.client.NewSource;
import org.garner.tests.LocalSite.Asked;
import org.garner.tests.LocalSite.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The recorded CKAN of the other project's tests, harvested through the whole of Garner. All that its tests state is stated here, but for one thing that we
 * do otherwise: where nothing of a dataset differs but {@code metadata_modified}, they write it again and call it updated; for us it is unchanged (law 6).
 */
@ExtendWith(SharedGarner.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CkanFixturesTest {
    private static final String FIRST = "dataset1-id";
    private static final String ENERGY = "1c65c66a-fdec-4138-9c64-0f9bf087bcbb";
    private static final String MOCK = "ckan-api/mock/package_search_";
    private static final LocalSite SITE = new LocalSite();
    private static SharedFixtures fixtures = SharedFixtures.NONE;
    private static @Nullable JobReport first;

    /** The first harvest of these datasets finds their ids and names free. */
    @BeforeAll
    static void harvestForTheFirstTime(RunningGarner garner) {
        fixtures = SharedFixtures.require();
        serve("/plain", fixture("all_start0"));
        first = harvest(garner, "/plain", "{}");
        garner.awaitIndex();
    }

    @AfterAll
    static void sayWhatWasChecked() {
        SITE.close();
        if (fixtures != SharedFixtures.NONE) {
            System.out.printf("fixtures checked: ckan-api %d files%n", fixtures.used());
        }
    }

    @Test
    void bothDatasetsAreAddedUnderTheirNamesAndAreUnchangedTheSecondTime(RunningGarner garner) {
        var first = requireNonNull(CkanFixturesTest.first);
        assertThat(RunningGarner.summary(first)).isEqualTo("succeeded: gathered 2, added 2");
        var energy = dataset(garner, first, ENERGY);
        assertThat(energy.path("name").asString()).isEqualTo("cabinet-office-energy-use");
        assertThat(energy.path("id").asString()).isEqualTo(ENERGY);
        assertThat(energy.path("resources").path(0).path("id").asString())
                .isEqualTo("f156019d-ea88-46a6-8fa3-3d12582e2161");
        assertThat(energy.path("theme-primary").asString()).isEqualTo("Towns & Cities");
        assertThat(energy.path("organization").isNull()).isTrue();
        assertThat(energy.path("groups")).isEmpty();
        assertThat(dataset(garner, first, FIRST).path("name").asString()).isEqualTo("dataset1");
        assertThat(List.of("harvest_object_id", "harvest_source_id", "harvest_source_title"))
                .allSatisfy(key ->
                        assertThat(FixturesHarvestTest.extra(energy, key)).isNotEmpty());

        serve("/plain", merged("since_same"));
        assertThat(RunningGarner.summary(harvest(garner, "/plain", "{}")))
                .isEqualTo("succeeded: gathered 2, unchanged 2");

        serve("/plain", merged("since_changed"));
        assertThat(RunningGarner.summary(harvest(garner, "/plain", "{}")))
                .as("another date and nothing else")
                .isEqualTo("succeeded: gathered 2, unchanged 2");
        serve("/plain", merged("since_changed").replace("70 Whitehall energy use", "70 Whitehall energy"));
        assertThat(RunningGarner.summary(harvest(garner, "/plain", "{}")))
                .isEqualTo("succeeded: gathered 2, updated 1, unchanged 1");
    }

    @Test
    void filtersOfOrganisationsLeaveOneDatasetEach(RunningGarner garner) {
        serve("/filtered", fixture("all_start0"));
        var only = harvest(garner, "/filtered", "{\"organizations_filter_include\": [\"org1\"]}");
        var others = harvest(garner, "/filtered", "{\"organizations_filter_exclude\": [\"org1\"]}");
        garner.awaitIndex();

        assertThat(garner.searchByGuid(only, FIRST)).hasSize(1);
        assertThat(garner.searchByGuid(others, ENERGY)).hasSize(1);
        assertThat(List.of(only.gathered(), others.gathered())).containsOnly(1L);
    }

    @Test
    void groupsAreMadeTakenWhereTheyAreHereOrAddedByDefault(RunningGarner garner) {
        fixtures.bytes("ckan-api/mock/group_show_group1.json");
        serve("/groups", fixture("all_start0").replace("\"group1\"", "\"fixture-group\""));

        var local = harvest(garner, "/groups", "{\"remote_groups\": \"only_local\"}");
        garner.awaitIndex();
        assertThat(names(dataset(garner, local, FIRST).path("groups"))).isEmpty();

        var made = harvest(garner, "/groups", "{\"remote_groups\": \"create\"}");
        garner.awaitIndex();
        assertThat(names(dataset(garner, made, FIRST).path("groups"))).containsExactly("fixture-group");
        var shown = garner.action("group_show", Map.of("id", "fixture-group"));
        assertThat(shown.path("id").asString()).isEqualTo("10037fa4-e683-4a67-892a-efba815e24ad");
        assertThat(shown.path("package_count").asInt()).isEqualTo(1);

        var added = harvest(
                garner,
                "/groups",
                "{\"default_groups\": [\"fixture-group\", \"remote-group\"], \"remote_groups\": \"only_local\"}");
        garner.awaitIndex();
        assertThat(names(dataset(garner, added, ENERGY).path("groups")))
                .containsExactlyInAnyOrder("fixture-group", "remote-group");

        var missing = harvest(garner, "/groups", "{\"default_groups\": [\"no-such-group\"]}");
        assertThat(missing.stat("errored")).isEqualTo(2);
        assertThat(missing.errors())
                .allSatisfy(error -> assertThat(error.message()).contains("[no-such-group]", "default_groups"));
    }

    @Test
    void defaultTagsAndExtrasAreAddedWithTheirPlaceHoldersReplaced(RunningGarner garner) {
        serve("/defaults", fixture("all_start0"));
        var report = harvest(garner, "/defaults", """
            {"default_tags": [{"name": "geo"}], "default_extras": {"encoding": "utf8", "harvest_url": "{harvest_source_url}/dataset/{dataset_id}"},
             "remote_orgs": "create"}
            """);
        garner.awaitIndex();

        var first = dataset(garner, report, FIRST);
        assertThat(names(first.path("tags"))).containsExactly("test-tag", "geo");
        assertThat(FixturesHarvestTest.extra(first, "encoding")).isEqualTo("utf8");
        assertThat(FixturesHarvestTest.extra(first, "harvest_url"))
                .isEqualTo(SITE.at("/defaults/dataset/" + FIRST).toString());
        assertThat(first.path("organization").isNull())
                .as("an organisation that only its id names")
                .isTrue();
        var office = dataset(garner, report, ENERGY).path("organization");
        assertThat(office.path("name").asString()).isEqualTo("cabinet-office");
        assertThat(office.path("title").asString()).isEqualTo("Cabinet Office");
    }

    @Test
    void aSiteThatIsDownGivesNothingAndSaysSo(RunningGarner garner) {
        SITE.answer("/down/api/3/action/package_search", Reply.of(404, "text/html", "<html>gone</html>"));
        var report = harvest(garner, "/down", "{}");

        assertThat(report.gathered()).isZero();
        assertThat(report.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("404").contains("/down/"));
    }

    /** The mock knows organisations by its filters' words, and answers everything else with this. */
    private static void serve(String path, String all) {
        SITE.answer(
                path + "/api/3/action/package_search", asked -> Reply.of(200, "application/json", answer(asked, all)));
    }

    private static String answer(Asked asked, String all) {
        var query = String.valueOf(asked.uri().getQuery());
        if (query.contains("-organization:")) {
            return fixture("fq_not_organization_org1");
        }
        return query.contains("organization:") ? fixture("fq_organization_org1") : all;
    }

    private static String fixture(String name) {
        return new String(fixtures.bytes(MOCK + name + ".json"), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The whole site after the change: its first dataset, and the second as the recorded answer has it. */
    private static String merged(String since) {
        var json = JsonMapper.shared();
        var all = json.readTree(fixture("all_start0"));
        var changed = json.readTree(fixture("fq_" + since)).at("/result/results/0");
        return """
            {"success": true, "result": {"count": 2, "results": [%s, %s]}}\
            """.formatted(all.at("/result/results/0"), changed);
    }

    private static JobReport harvest(RunningGarner garner, String path, String config) {
        return garner.ended(garner.start(
                new NewSource(
                        SITE.at(path + "/").toString(),
                        "ckan",
                        null,
                        null,
                        null,
                        JsonMapper.shared().readTree(config)),
                false));
    }

    private static JsonNode dataset(RunningGarner garner, JobReport report, String guid) {
        var id = garner.rows("""
            select p.id from package p join harvest_source s on s.id = p.harvest_source_id where p.guid = '%s' and s.name = '%s'\
            """.formatted(guid, report.source()));
        assertThat(id).hasSize(1);
        return garner.action("package_show", Map.of("id", id.getFirst()));
    }

    private static List<String> names(JsonNode list) {
        return list.values().stream().map(each -> each.path("name").asString()).toList();
    }
}

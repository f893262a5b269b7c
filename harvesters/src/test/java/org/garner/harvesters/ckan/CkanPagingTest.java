package org.garner.harvesters.ckan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.garner.harvest.Cursor;
import org.garner.harvest.Harvester;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.ListingPage;
import org.garner.harvest.ListingRequest;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvesters.Harvesters;
import org.garner.harvesters.LocalSite;
import org.garner.harvesters.Walk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a listing goes on, whatever the server makes of the requests. */
class CkanPagingTest {
    private final PoliteClient client = Walk.client();
    private final Harvester harvester = Harvesters.onClassPath().byType(new HarvesterType("ckan"));

    @AfterEach
    void closeTheClient() {
        client.close();
    }

    @Test
    void pagesOfWholePackagesFollowEachOtherById() throws Exception {
        try (var site = new FakeCkan(250).site()) {
            var walk = walk(site, "{}");

            assertThat(walk.keys()).hasSize(250).doesNotHaveDuplicates();
            assertThat(walk.records()).allSatisfy(listed -> {
                assertThat(listed.document()).isNotNull();
                assertThat(listed.revision()).isNotNull();
            });
            assertComplete(walk);
            assertThat(walk.mode()).isEqualTo("whole packages, pages of 100, by id");
            assertThat(walk.pages())
                    .hasSize(3)
                    .allSatisfy(page -> assertThat(page.expected()).isEqualTo(250));
            assertThat(site.asked()).hasSize(3);
        }
    }

    @Test
    void whatGoesAndComesMeanwhileMovesNothingElse() throws Exception {
        var ckan = new FakeCkan(250);
        ckan.beforeSearch = search -> {
            if (search == 2) {
                List.of("id-0001", "id-0002", "id-0003").forEach(ckan.packages::remove);
                ckan.add("id-0000");
                ckan.add("id-0250b");
            }
        };
        try (var site = ckan.site()) {
            var walk = walk(site, "{}");

            assertThat(walk.keys())
                    .contains("id-0101", "id-0250", "id-0250b")
                    .hasSize(251)
                    .doesNotHaveDuplicates();
            assertThat(walk.partial()).isFalse();
        }
    }

    @Test
    void whereMostIsHeldPagesNameIdsAndDatesOnly() throws Exception {
        try (var site = new FakeCkan(2300).site()) {
            var walk = again(site, 2300);

            assertThat(walk.keys()).hasSize(2300).doesNotHaveDuplicates();
            assertThat(walk.records()).extracting(ListedRecord::document).containsOnlyNulls();
            assertThat(walk.records()).extracting(ListedRecord::revision).doesNotContainNull();
            assertComplete(walk);
            assertThat(site.asked()).hasSize(3);
            assertThat(walk.mode()).isEqualTo("ids and dates, changed packages 50 at once, pages of 1,000, by id");
        }
    }

    @Test
    void whereLittleIsHeldOrAllIsForcedPagesCarryWholePackages() throws Exception {
        try (var site = new FakeCkan(40).site()) {
            assertThat(again(site, 10).mode()).startsWith("whole packages");
            assertThat(through(site, "{\"force_all\": true}", 40, false).mode()).startsWith("whole packages");
            assertThat(through(site, "{}", 40, true).mode()).startsWith("whole packages");
        }
    }

    @Test
    void aServerThatRefusesFlIsAskedForWholePackages() throws Exception {
        var ckan = new FakeCkan(30);
        ckan.knowsFl = false;
        ckan.errorsWithStatus200 = true;
        try (var site = ckan.site()) {
            var walk = again(site, 30);

            assertThat(walk.keys()).hasSize(30);
            assertThat(walk.mode()).startsWith("whole packages");
            assertComplete(walk);
        }
    }

    @Test
    void theWholePackagesOfAServerThatIgnoresFlAreUsed() throws Exception {
        var ckan = new FakeCkan(1200);
        ckan.ignoresFl = true;
        try (var site = ckan.site()) {
            var walk = again(site, 1200);

            assertThat(walk.keys()).hasSize(1200).doesNotHaveDuplicates();
            assertThat(walk.records()).extracting(ListedRecord::document).doesNotContainNull();
            assertThat(site.asked()).as("one page of 1,000 and two of 100").hasSize(3);
        }
    }

    @Test
    void aServerThatRefusesRangesIsAskedByPosition() throws Exception {
        var ckan = new FakeCkan(250);
        ckan.knowsRanges = false;
        try (var site = ckan.site()) {
            var walk = walk(site, "{}");

            assertThat(walk.keys()).hasSize(250).doesNotHaveDuplicates();
            assertComplete(walk);
            assertThat(walk.pages().getLast().mode()).endsWith("by position");
        }
    }

    @Test
    void aServerThatIgnoresFiltersIsAskedByPosition() throws Exception {
        var ckan = new FakeCkan(250);
        ckan.ignoresFilters = true;
        try (var site = ckan.site()) {
            var walk = walk(site, "{}");

            assertThat(walk.keys()).hasSize(250).doesNotHaveDuplicates();
            assertComplete(walk);
        }
    }

    @Test
    void aServerThatDoesNotSortIsAskedByPosition() throws Exception {
        var ckan = new FakeCkan(List.of());
        for (int i = 230; i > 0; i--) {
            ckan.add("id-%04d".formatted(i));
        }
        ckan.ignoresSort = true;
        try (var site = ckan.site()) {
            var walk = walk(site, "{}");

            assertThat(walk.keys()).hasSize(230).doesNotHaveDuplicates();
            assertComplete(walk);
        }
    }

    @Test
    void aServerThatRepeatsThePageIsLeftAndNothingIsTakenAsGone() throws Exception {
        var ckan = new FakeCkan(250);
        ckan.ignoresFilters = true;
        ckan.ignoresStart = true;
        try (var site = ckan.site()) {
            var walk = walk(site, "{}");

            assertThat(walk.keys()).hasSize(100);
            assertThat(walk.partial()).isTrue();
            assertThat(walk.problems()).singleElement().asString().contains("a page that begins as an earlier one did");
        }
    }

    @Test
    void aServerThatLowersTheRowsIsReadToItsEnd() throws Exception {
        for (boolean ranges : List.of(true, false)) {
            var ckan = new FakeCkan(53);
            ckan.mostRows = 10;
            ckan.knowsRanges = ranges;
            try (var site = ckan.site()) {
                var walk = walk(site, "{}");

                assertThat(walk.keys()).hasSize(53).doesNotHaveDuplicates();
                assertComplete(walk);
                assertThat(walk.mode()).contains("pages of 10 (100 asked for)");
            }
        }
    }

    @Test
    void aListThatMovesBetweenPagesByPositionIsPartial() throws Exception {
        var ckan = new FakeCkan(250);
        ckan.knowsRanges = false;
        ckan.beforeSearch = search -> {
            if (search == 3) {
                for (int i = 1; i <= 20; i++) {
                    ckan.packages.remove("id-%04d".formatted(i));
                }
            }
        };
        try (var site = ckan.site()) {
            var walk = walk(site, "{}");

            assertThat(walk.partial()).isTrue();
            assertThat(walk.problems()).anyMatch(problem -> problem.contains("the list moved while it was read"));
        }
    }

    @Test
    void aCountThatIsNotKeptMakesTheListingPartial() throws Exception {
        var ckan = new FakeCkan(250);
        ckan.beforeSearch = search -> {
            if (search == 2) {
                ckan.packages.keySet().removeIf(id -> id.compareTo("id-0150") > 0);
            }
        };
        try (var site = ckan.site()) {
            var walk = walk(site, "{}");

            assertThat(walk.keys()).hasSize(150);
            assertThat(walk.partial()).isTrue();
            assertThat(walk.problems()).singleElement().asString().contains("the 250 packages that it counted");
        }
    }

    @Test
    void aPackageThatBreaksEveryPageIsListedByItsIdAlone() throws Exception {
        for (var broken : List.of("id-0001", "id-0077", "id-0120")) {
            var ckan = new FakeCkan(120);
            ckan.broken = Set.of(broken);
            try (var site = ckan.site()) {
                var walk = walk(site, "{\"page_size\": 40}");

                assertThat(walk.keys()).as(broken).hasSize(120).doesNotHaveDuplicates();
                assertThat(walk.records())
                        .filteredOn(listed -> listed.document() == null)
                        .singleElement()
                        .satisfies(listed -> {
                            assertThat(listed.key().value()).isEqualTo(broken);
                            assertThat(listed.fetchUrl()).endsWith("package_show?id=" + broken);
                        });
                assertComplete(walk);
            }
        }
    }

    @Test
    void harvestSourcesAndWhatIsNotPublicAreLeftOutAndCounted() throws Exception {
        var ckan = new FakeCkan(5);
        ckan.dict("id-0002").put("type", "harvest");
        ckan.dict("id-0004").put("private", true);
        try (var site = ckan.site()) {
            var walk = walk(site, "{}");

            assertThat(walk.keys()).containsExactly("id-0001", "id-0003", "id-0005");
            assertComplete(walk);
            assertThat(walk.mode()).endsWith("by id; 2 left out that are no public datasets");
        }
    }

    @Test
    void filtersOfOrganisationsAreTheServersToApply() throws Exception {
        var ckan = new FakeCkan(230);
        for (int i = 1; i <= 120; i++) {
            ckan.dict("id-%04d".formatted(i)).putObject("organization").put("name", "org2");
        }
        try (var site = ckan.site()) {
            assertThat(walk(site, "{\"organizations_filter_include\": [\"org2\"]}")
                            .keys())
                    .hasSize(120)
                    .endsWith("id-0120");
            assertThat(walk(site, "{\"organizations_filter_exclude\": [\"org2\"]}")
                            .keys())
                    .hasSize(110)
                    .startsWith("id-0121");
        }
    }

    @Test
    void theOldestAddressOfTheActionsIsTriedToo() throws Exception {
        var ckan = new FakeCkan(120);
        ckan.oldAddressOnly = true;
        try (var site = ckan.site()) {
            var walk = walk(site, "{}");

            assertThat(walk.keys()).hasSize(120);
            assertThat(walk.records().getFirst().fetchUrl()).contains("/api/action/package_show");
            assertComplete(walk);
        }
    }

    @Test
    void anEmptySiteIsAProblemThatNamesIt() throws Exception {
        try (var site = new FakeCkan(0).site()) {
            var walk = walk(site, "{}");

            assertThat(walk.records()).isEmpty();
            assertThat(walk.problems())
                    .singleElement()
                    .asString()
                    .contains("No datasets found at CKAN: " + site.at("/"));
        }
    }

    private Walk walk(LocalSite site, String config) throws Exception {
        return Walk.through(harvester, Walk.source(harvester, site.at("/"), config), client);
    }

    private Walk again(LocalSite site, long held) throws Exception {
        return through(site, "{}", held, false);
    }

    private Walk through(LocalSite site, String config, long held, boolean full) throws Exception {
        var source = Walk.source(harvester, site.at("/"), config);
        var pages = new ArrayList<ListingPage>();
        for (Cursor next = Cursor.START; next != null; next = pages.getLast().next()) {
            pages.add(harvester.list(new ListingRequest(source, next, full, held), client));
        }
        return new Walk(pages);
    }

    private static void assertComplete(Walk walk) {
        assertThat(walk.problems()).isEmpty();
        assertThat(walk.partial()).isFalse();
    }
}

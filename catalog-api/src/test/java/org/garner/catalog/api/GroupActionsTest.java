package org.garner.catalog.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.garner.catalog.Dataset;
import org.garner.catalog.Group;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupActionsTest {
    private static final String LIST = "/api/3/action/group_list";
    private static final String SHOW = "/api/3/action/group_show";
    private static final String COAST_ID = "0b0e5b4e-8d7c-4a57-9a59-3a1c3c1c0001";
    private static final Group COAST = new Group(COAST_ID, "coast", "The Coast", "Where land ends", "");
    private static final Group ANIMALS = Group.named("animals");

    private final ApiServer server = new ApiServer();

    @BeforeAll
    void fill() {
        server.ensureGroups(COAST, ANIMALS);
        server.put(in("Bathing waters", COAST));
        server.put(in("Seals", COAST, ANIMALS));
        server.withdraw(server.put(in("Tides that went out", COAST)));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void theListHasTheNamesOfAllGroups() {
        assertThat(names(LIST)).containsExactly("animals", "coast");
        assertThat(names(LIST + "?sort=package_count%20desc")).containsExactly("coast", "animals");
        assertThat(names(LIST + "?limit=1&offset=1")).containsExactly("coast");
        assertThat(names(LIST + "?groups=%5B%22coast%22%5D")).containsExactly("coast");
    }

    @Test
    void withAllFieldsTheListHasWholeGroupsThatCountWhatEverybodyCanSee() {
        var groups = server.get(LIST + "?all_fields=true").json().path("result");

        assertThat(groups.path(1).path("title").asString()).isEqualTo("The Coast");
        assertThat(groups.path(1).path("package_count").asInt()).isEqualTo(2);
        assertThat(groups.path(0).path("package_count").asInt()).isEqualTo(1);
    }

    @Test
    void aGroupIsShownByNameAndById() {
        var byName = server.get(SHOW + "?id=coast").json().path("result");

        assertThat(byName.path("id").asString()).isEqualTo(COAST_ID);
        assertThat(byName.path("display_name").asString()).isEqualTo("The Coast");
        assertThat(byName.path("description").asString()).isEqualTo("Where land ends");
        assertThat(byName.path("is_organization").asBoolean(true)).isFalse();
        assertThat(byName.has("packages")).isFalse();
        assertThat(server.get(SHOW + "?id=" + COAST_ID).json().path("result")).isEqualTo(byName);
    }

    @Test
    void aGroupIsShownWithItsDatasetsWhenTheyAreAskedFor() {
        var packages = server.get(SHOW + "?id=coast&include_datasets=true")
                .json()
                .path("result")
                .path("packages");

        assertThat(packages).extracting(one -> one.path("title").asString()).containsExactly("Bathing waters", "Seals");
    }

    @Test
    void aGroupThatDoesNotExistAndAnOrderThatCannotBeAreRefused() {
        var missing = server.get(SHOW + "?id=moon");
        var order = server.get(LIST + "?sort=weight");

        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.json().at("/error/message").asString())
                .contains("no group")
                .contains("'moon'");
        assertThat(order.status()).isEqualTo(409);
        assertThat(order.json().at("/error/sort/0").asString()).contains("Cannot sort by 'weight'");
    }

    private List<String> names(String address) {
        var names = new ArrayList<String>();
        server.get(address).json().path("result").forEach((JsonNode name) -> names.add(name.asString()));
        return names;
    }

    private static Dataset in(String title, Group... groups) {
        return Dataset.titled(title)
                .origin(new Dataset.Origin(null, null, List.of(groups)))
                .build();
    }
}

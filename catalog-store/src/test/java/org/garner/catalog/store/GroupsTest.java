package org.garner.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.garner.catalog.store.StoreDatabase.harvested;

import java.util.List;
import java.util.UUID;
import org.garner.catalog.Dataset;
import org.garner.catalog.Dataset.Origin;
import org.garner.catalog.Distribution;
import org.garner.catalog.Group;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the catalogue makes of a dataset that comes from another catalogue: its name, its groups, the ids of its resources. */
class GroupsTest {
    private static final Group COAST = new Group(UUID.randomUUID().toString(), "coast", "The Coast", "", "");
    private static final Group ANIMALS = Group.named("animals");

    private final StoreDatabase db = new StoreDatabase();

    @AfterEach
    void drop() {
        db.close();
    }

    @Test
    void aDatasetIsShownWithItsGroupsAndLeavesThoseThatItIsNotInAnyMore() {
        ensure(COAST, ANIMALS);
        var stored = db.putOne(harvested("g1", in(COAST, ANIMALS)));
        assertThat(groups(stored)).containsExactly("coast", "animals");
        assertThat(count("coast")).isEqualTo(1);

        db.putOne(harvested("g1", in(ANIMALS)));
        assertThat(groups(stored)).containsExactly("animals");
        assertThat(count("coast")).isZero();
        assertThat(count("animals")).isEqualTo(1);

        db.putOne(harvested("g1", Dataset.titled("Seals").build()));
        assertThat(groups(stored)).isEmpty();
        assertThat(count("animals")).isZero();
    }

    @Test
    void aGroupIsMadeOnceAndKeepsItsIdWhenThatIsFree() {
        ensure(COAST, COAST);
        ensure(new Group(UUID.randomUUID().toString(), "coast", "Another title", "", ""));

        var found = db.catalogue.groups().find("coast").orElseThrow().group();
        assertThat(found.id()).hasToString(COAST.id());
        assertThat(found.title()).isEqualTo("The Coast");
        assertThat(db.catalogue.groups().all()).hasSize(1);
    }

    @Test
    void aGroupThatWasRenamedElsewhereIsFoundByItsId() {
        ensure(COAST);
        var renamed = new Group(COAST.id(), "shore", "The Shore", "", "");

        assertThat(db.catalogue.groups().known(List.of(renamed)).get(renamed))
                .satisfies(group -> assertThat(group.name()).isEqualTo("coast"));
    }

    @Test
    void aNameThatIsNoneHereBecomesOne() {
        ensure(Group.named("Nature & Water"));

        assertThat(db.catalogue.groups().known(List.of(Group.named("Nature & Water"))))
                .hasSize(1)
                .allSatisfy((stated, group) -> {
                    assertThat(group.name()).isEqualTo("nature-water");
                    assertThat(group.title()).isEqualTo("Nature & Water");
                });
    }

    @Test
    void aGroupThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> db.putOne(harvested("g1", in(ANIMALS))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The group 'animals'");
    }

    @Test
    void organisationsAreMadeAsTheyAreStated() {
        db.inTransaction(() -> {
            db.publishers.ensure(List.of(COAST, ANIMALS));
            return null;
        });

        var known = db.publishers.known(List.of(COAST, Group.named("coast")));
        assertThat(known.values()).extracting(Publisher::title).containsOnly("The Coast");
        assertThat(known).hasSize(2);
        assertThat(db.publishers.find("animals")).isPresent();
    }

    @Test
    void aDatasetKeepsTheNameThatItHasElsewhereWhileItIsFree() {
        var first = db.putOne(harvested("g1", named("sea_level-2020")));
        var second = db.putOne(harvested("g2", named("sea_level-2020")));
        var third = db.putOne(harvested("g3", named("Not a Name")));

        assertThat(first.name()).isEqualTo("sea_level-2020");
        assertThat(second.name()).startsWith("sea_level-2020").isNotEqualTo(first.name());
        assertThat(third.name()).isEqualTo("not-a-name");
    }

    @Test
    void aResourceKeepsTheIdThatItHasElsewhereWhileItIsFree() {
        var id = UUID.randomUUID().toString();
        var first = db.putOne(
                harvested("g1", with(Distribution.at("https://data.example/1").identified(id))));
        var second = db.putOne(
                harvested("g2", with(Distribution.at("https://data.example/2").identified(id))));
        var third = db.putOne(
                harvested("g3", with(Distribution.at("https://data.example/3").identified("no-uuid"))));

        assertThat(resources(first)).containsExactly(id);
        assertThat(resources(second)).hasSize(1).doesNotContain(id);
        assertThat(resources(third)).hasSize(1);

        var moved = with(
                Distribution.at("https://data.example/new"),
                Distribution.at("https://data.example/moved").identified(id));
        db.putOne(harvested("g1", moved));
        assertThat(resources(first)).hasSize(2).last().isEqualTo(id);
    }

    @Test
    void twoResourcesOfOneBatchDoNotGetTheSameId() {
        var id = UUID.randomUUID().toString();
        var both = db.put(
                harvested("g1", with(Distribution.at("https://data.example/1").identified(id))),
                harvested("g2", with(Distribution.at("https://data.example/2").identified(id))));

        assertThat(resources(both.getFirst())).doesNotContainAnyElementsOf(resources(both.getLast()));
    }

    private void ensure(Group... groups) {
        db.inTransaction(() -> {
            db.catalogue.groups().ensure(List.of(groups));
            return null;
        });
    }

    private long count(String group) {
        return db.catalogue.groups().find(group).orElseThrow().packages();
    }

    private List<String> groups(Stored stored) {
        return texts(stored, "groups", "name");
    }

    private List<String> resources(Stored stored) {
        return texts(stored, "resources", "id");
    }

    private List<String> texts(Stored stored, String list, String member) {
        var dict = db.catalogue.show(stored.id().toString()).orElseThrow().dict();
        return JsonMapper.shared().readTree(dict).get(list).values().stream()
                .map((JsonNode each) -> each.get(member).asString())
                .toList();
    }

    private static Dataset in(Group... groups) {
        return Dataset.titled("Seals")
                .origin(new Origin(null, null, List.of(groups)))
                .build();
    }

    private static Dataset named(String name) {
        return Dataset.titled("Sea level")
                .origin(new Origin(name, null, List.of()))
                .build();
    }

    private static Dataset with(Distribution... distributions) {
        return Dataset.titled("Waters").distributions(List.of(distributions)).build();
    }
}

package org.garner.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.garner.catalog.store.StoreDatabase.harvested;

import java.util.List;
import java.util.stream.IntStream;
import org.garner.catalog.Dataset;
import org.garner.catalog.Distribution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PackageChangesTest {
    private final StoreDatabase db = new StoreDatabase();

    @AfterEach
    void drop() {
        db.close();
    }

    @Test
    void aVersionThatSaysTheSameHasNoChanges() {
        var dataset = Dataset.titled("Roads").extra("theme", "ways").tags(List.of("road"));

        assertThat(between(dataset.build(), dataset.build())).isEqualTo(new PackageChanges("{}", 0));
    }

    @Test
    void whatDiffersIsNamedWithWhatItWasAndIs() {
        var before = Dataset.titled("Roads")
                .extra("theme", "ways")
                .extra("gone", "1")
                .tags(List.of("road"));
        var after = Dataset.titled("Rivers")
                .extra("theme", "water")
                .extra("new", "2")
                .tags(List.of("river", "water"));

        assertThat(between(before.build(), after.build()).json()).isEqualTo("""
            {"extras.gone":["1",null],"extras.new":[null,"2"],"extras.theme":["ways","water"],\
            "tags":[["road"],["river","water"]],"title":["Roads","Rivers"]}\
            """);
    }

    @Test
    void aResourceIsNamedByItsIdAndByItsAddressWhenItIsThereOnlyOnce() {
        var kept = Distribution.at("https://data.example/kept.csv");
        var gone = Distribution.at("https://data.example/gone.csv");
        var before = Dataset.titled("Roads").distributions(List.of(kept, gone)).build();
        var renamed = Dataset.titled("Roads").distributions(List.of(kept)).build();

        var changes = between(before, renamed);

        assertThat(changes.json())
                .matches("\\{\"resources[.][0-9a-f-]{36}\":\\[\"https://data.example/gone.csv\",null]}");
    }

    @Test
    void longValuesAndManyFieldsAreCutOff() {
        var after = Dataset.titled("Roads").extra("a", "x".repeat(10_000));
        IntStream.range(0, 150).forEach(i -> after.extra("key%03d".formatted(i), "v"));

        var changes = between(Dataset.titled("Roads").build(), after.build());

        var json = JsonMapper.shared().readTree(changes.json());
        assertThat(json.size() + changes.more()).isEqualTo(151);
        assertThat(json.size()).isEqualTo(100);
        assertThat(json.path("extras.a").path(1).asString()).isEqualTo("x".repeat(500) + "…");
    }

    private PackageChanges between(Dataset before, Dataset after) {
        return PackageChanges.between(shown(before), shown(after));
    }

    private String shown(Dataset dataset) {
        var id = db.putOne(harvested("record", dataset)).id();
        return db.catalogue.show(id.toString()).orElseThrow().dict();
    }
}

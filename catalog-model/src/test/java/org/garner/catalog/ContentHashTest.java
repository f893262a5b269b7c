package org.garner.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.garner.catalog.Dataset.Origin;
import org.junit.jupiter.api.Test;

class ContentHashTest {
    private static final Group COAST = Group.named("coast");
    private static final Group ANIMALS = Group.named("animals");

    /** A hash that the first version wrote into ledgers: it may change only together with {@link ContentHash#VERSION}. */
    @Test
    void aDatasetWithoutOwnersHasTheHashThatItAlwaysHad() {
        assertThat(ContentHash.VERSION).isEqualTo(1);
        assertThat(ContentHash.of(seals().build()).hex())
                .isEqualTo("c9f0c977bf3b190cab63d3a0dbbd3938432fa85792c1200969ce6a47467fcdad");
    }

    @Test
    void ownersCountByTheirNamesInAnyOrder() {
        var both = of(new Origin("seals", COAST, List.of(COAST, ANIMALS)));

        assertThat(of(new Origin("other", new Group("1", "coast", "The Coast", "d", "i"), List.of(ANIMALS, COAST))))
                .isEqualTo(both);
        assertThat(of(new Origin("seals", ANIMALS, List.of(COAST, ANIMALS)))).isNotEqualTo(both);
        assertThat(of(new Origin("seals", null, List.of(COAST, ANIMALS)))).isNotEqualTo(both);
        assertThat(of(new Origin("seals", COAST, List.of(COAST)))).isNotEqualTo(both);
        assertThat(of(new Origin("seals", COAST, List.of())))
                .isNotEqualTo(of(new Origin("seals", null, List.of(COAST))));
    }

    @Test
    void idsAndNamesThatAreGivenElsewhereDoNotCount() {
        var plain = ContentHash.of(seals().build());

        assertThat(of(new Origin("name-there", null, List.of()))).isEqualTo(plain);
        assertThat(ContentHash.of(Dataset.titled("S")
                        .distribution(Distribution.at("https://data.example/1").identified("7"))
                        .build()))
                .isEqualTo(ContentHash.of(Dataset.titled("S")
                        .distribution(Distribution.at("https://data.example/1"))
                        .build()));
    }

    private static ContentHash of(Origin origin) {
        return ContentHash.of(seals().origin(origin).build());
    }

    private static Dataset.Builder seals() {
        return Dataset.titled("Seals")
                .notes("n")
                .tag("b")
                .tag("a")
                .extra("k", "v")
                .distribution(Distribution.at("https://data.example/1").named("x"));
    }
}

package org.garner.harvesters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.garner.harvest.Fetched;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Harvester;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.Presence;
import org.garner.harvest.RecordKey;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every source type keeps; the test of each type says how its servers answer. */
public abstract class HarvesterContract {
    protected final PoliteClient client = Walk.client();

    /** The word that selects the type. */
    protected abstract String type();

    /** A site with the records {@code a}, {@code b} and {@code c}, in that order; only the last has the text of a record that was changed. */
    protected abstract LocalSite siteOfThree();

    /** The path of the source on that site. */
    protected abstract String path();

    /** The address or id by which the site lists this record. */
    protected abstract String key(LocalSite site, String name);

    protected Harvester harvester() {
        return Harvesters.onClassPath().byType(new HarvesterType(type()));
    }

    protected HarvestSource source(LocalSite site) {
        return Walk.source(harvester(), site.at(path()), "{}");
    }

    @AfterEach
    void closeTheClient() {
        client.close();
    }

    @Test
    void listsEveryRecordOnce() throws Exception {
        try (var site = siteOfThree()) {
            var walk = Walk.through(harvester(), source(site), client);

            assertThat(walk.keys()).containsExactlyInAnyOrder(key(site, "a"), key(site, "b"), key(site, "c"));
            assertThat(walk.partial()).isFalse();
            assertThat(walk.problems()).isEmpty();
            assertThat(walk.mode()).isNotBlank();
        }
    }

    @Test
    void aSecondListingNamesTheSameRecordsInTheSameState() throws Exception {
        try (var site = siteOfThree()) {
            var first = Walk.through(harvester(), source(site), client);
            var second = Walk.through(harvester(), source(site), client);

            assertThat(second.keys()).isEqualTo(first.keys());
            assertThat(second.records().stream()
                            .map(listed -> listed.revision())
                            .toList())
                    .isEqualTo(first.records().stream()
                            .map(listed -> listed.revision())
                            .toList());
        }
    }

    @Test
    void fetchesEachRecordThatWasAskedForAndTheMissingOneFailsAlone() throws Exception {
        try (var site = siteOfThree()) {
            var source = source(site);
            var refs = Walk.through(harvester(), source, client).records().stream()
                    .map(listed -> Walk.ref(source, listed))
                    .collect(Collectors.toList());
            refs.add(1, gone(site));

            var fetched = harvester().fetch(source, refs, client);

            assertThat(fetched).hasSize(4);
            assertThat(fetched)
                    .filteredOn(one -> one instanceof Fetched.Document)
                    .hasSize(3);
            assertThat(fetched)
                    .filteredOn(one -> one instanceof Fetched.Failed)
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.key()).isEqualTo(gone(site).key());
                        assertThat(((Fetched.Failed) one).failure().describe()).contains("localhost");
                    });
        }
    }

    @Test
    void tellsTheGoneFromThePresent() throws Exception {
        try (var site = siteOfThree()) {
            var source = source(site);
            var present = Walk.ref(
                    source, Walk.through(harvester(), source, client).records().getFirst());

            var presences = harvester().confirm(source, List.of(present, gone(site)), client);

            assertThat(presences)
                    .containsEntry(present.key(), Presence.PRESENT)
                    .containsEntry(gone(site).key(), Presence.GONE)
                    .hasSize(2);
        }
    }

    private org.garner.harvest.RecordRef gone(LocalSite site) {
        var key = key(site, "gone");
        return new org.garner.harvest.RecordRef(
                new RecordKey(key), key.startsWith("http") ? URI.create(key) : site.at(path()), null);
    }

    @Test
    void aHostThatDoesNotAnswerIsAFailureOfTheSource() {
        URI silent;
        try (var site = siteOfThree()) {
            silent = site.at(path());
        }
        var source = Walk.source(harvester(), silent, "{}");

        assertThatThrownBy(() -> Walk.through(harvester(), source, client))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("localhost")
                .hasMessageContaining("could not be reached");
    }

    @Test
    void aPageNotFoundIsNamedWithItsAddress() {
        try (var site = new LocalSite(asked -> LocalSite.Reply.of(404, "text/html", "<html>no such page</html>"))) {
            assertThatThrownBy(() -> Walk.through(harvester(), source(site), client))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining(site.at(path()).toString())
                    .hasMessageContaining("404");
        }
    }

    @Test
    void jsonInPlaceOfTheSourceIsNamed() {
        try (var site = new LocalSite(asked -> LocalSite.Reply.of(200, "application/json", "{\"error\": \"moved\"}"))) {
            assertThatThrownBy(() -> Walk.through(harvester(), source(site), client))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining(site.at(path()).toString())
                    .hasMessageContaining("expected")
                    .hasMessageContaining("JSON that begins with '{\"error\"");
        }
    }

    @Test
    void isFoundByItsAddressAlone() throws Exception {
        try (var site = siteOfThree()) {
            assertThat(Harvesters.onClassPath().detect(site.at(path()), client))
                    .hasValueSatisfying(
                            found -> assertThat(found.type().value()).isEqualTo(type()));
        }
    }

    @Test
    void doesNotTakeAnyPageForItsOwn() throws Exception {
        try (var site = new LocalSite(asked -> LocalSite.Reply.html("<html><a href='about.html'>About</a></html>"));
                var reply = client.send(SourceRequest.get(site.at("/"), 1000))) {
            assertThat(harvester().recognises(reply)).isFalse();
        }
    }

    @Test
    void anOrderNamesOneToFiftyRecords() {
        assertThat(harvester().fetchBatch()).isBetween(1, 50);
    }
}

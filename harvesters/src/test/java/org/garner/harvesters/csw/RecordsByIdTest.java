package org.garner.harvesters.csw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.garner.harvest.Fetched;
import org.garner.harvest.Harvester;
import org.garner.harvest.Presence;
import org.garner.harvest.RecordKey;
import org.garner.harvest.RecordRef;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvesters.LocalSite;
import org.garner.harvesters.LocalSite.Reply;
import org.garner.harvesters.Walk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records asked for by lists of ids, and what servers make of lists. */
class RecordsByIdTest {
    private final PoliteClient client = Walk.client();
    private final Harvester harvester = new CswHarvester();

    @AfterEach
    void closeTheClient() {
        client.close();
    }

    @Test
    void aRecordThatBreaksAListOfIdsFailsAlone() throws Exception {
        var csw = new FakeCsw(50);
        csw.iso = false;
        csw.broken = "id-0031";
        try (var site = csw.site()) {
            var source = Walk.source(harvester, site.at(FakeCsw.PATH), "{}");
            var refs = Walk.through(harvester, source, client).records().stream()
                    .map(listed -> Walk.ref(source, listed))
                    .toList();

            var fetched = harvester.fetch(source, refs, client);

            assertThat(fetched).hasSize(50);
            assertThat(fetched)
                    .filteredOn(one -> one instanceof Fetched.Failed)
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.key()).isEqualTo(new RecordKey("id-0031"));
                        assertThat(((Fetched.Failed) one).failure().describe()).contains("500");
                    });
        }
    }

    @Test
    void aServerThatKnowsNoListsStillGivesEveryRecord() throws Exception {
        var csw = new FakeCsw(9);
        csw.idLists = false;
        try (var site = csw.site()) {
            var source = Walk.source(harvester, site.at(FakeCsw.PATH), "{}");
            var refs = csw.ids.stream()
                    .map(id -> new RecordRef(new RecordKey(id), site.at(FakeCsw.PATH), null))
                    .toList();

            assertThat(harvester.fetch(source, refs, client))
                    .hasSize(9)
                    .allMatch(one -> one instanceof Fetched.Document);
        }
    }

    @Test
    void confirmsByListsOnlyWhereTheServerReadsThem() throws Exception {
        for (boolean lists : List.of(true, false)) {
            var csw = new FakeCsw(60);
            csw.idLists = lists;
            try (var site = csw.site()) {
                var missing = IntStream.rangeClosed(41, 80)
                        .mapToObj(
                                i -> new RecordRef(new RecordKey("id-%04d".formatted(i)), site.at(FakeCsw.PATH), null))
                        .toList();

                var presences = harvester.confirm(Walk.source(harvester, site.at(FakeCsw.PATH), "{}"), missing, client);

                assertThat(presences).hasSize(40);
                presences.forEach((key, presence) -> assertThat(presence)
                        .as(key + ", lists: " + lists)
                        .isEqualTo(key.value().compareTo("id-0060") <= 0 ? Presence.PRESENT : Presence.GONE));
                assertThat(site.asked()).hasSizeBetween(lists ? 3 : 43, lists ? 3 : 45);
            }
        }
    }

    @Test
    void believesNobodyGoneFromAServerThatDeniesEverything() throws Exception {
        var csw = new FakeCsw(3);
        try (var site = new LocalSite(asked -> (asked.uri() + asked.body()).contains("GetRecordById")
                ? Reply.xml("<csw:GetRecordByIdResponse xmlns:csw='http://www.opengis.net/cat/csw/2.0.2'/>")
                : csw.apply(asked))) {
            var missing = List.of(new RecordRef(new RecordKey("id-0099"), site.at(FakeCsw.PATH), null));

            assertThat(harvester.confirm(Walk.source(harvester, site.at(FakeCsw.PATH), "{}"), missing, client))
                    .containsValue(Presence.UNKNOWN);
        }
    }

    @Test
    void idsWithCommasAndMarkupAreAskedForWhole() throws Exception {
        var csw = new FakeCsw(List.of("a,b", "c&d", "e"));
        try (var site = new LocalSite(asked -> asked.body().contains("GetRecordById")
                ? Reply.xml("""
                    <csw:GetRecordByIdResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
                    """ + FakeCsw.iso("a,b") + FakeCsw.iso("c&amp;d") + "</csw:GetRecordByIdResponse>")
                : csw.apply(asked))) {
            var refs = List.of(
                    new RecordRef(new RecordKey("a,b"), site.at(FakeCsw.PATH), null),
                    new RecordRef(new RecordKey("c&d"), site.at(FakeCsw.PATH), null));

            assertThat(harvester.fetch(Walk.source(harvester, site.at(FakeCsw.PATH), "{}"), refs, client))
                    .allMatch(one -> one instanceof Fetched.Document);
            assertThat(site.asked().getLast().body()).contains("<csw:Id>a,b</csw:Id><csw:Id>c&amp;d</csw:Id>");
        }
    }
}

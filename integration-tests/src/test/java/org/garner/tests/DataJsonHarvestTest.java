package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.garner.client.JobReport;
import org.garner.simulator.RecordFault;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedDataJson;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Catalogues in one document, harvested again after each change. */
@ExtendWith(SharedGarner.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DataJsonHarvestTest {
    private final LocalSite site = new LocalSite();

    @AfterEach
    void close() {
        site.close();
    }

    private URI serve(String path, String json) {
        site.answer(path, LocalSite.Reply.of(200, "application/json", json));
        return site.at(path);
    }

    private static String catalogue(String... datasets) {
        return Stream.of(datasets)
                .collect(Collectors.joining(
                        ",", "{\"dataset\":[", "],\"conformsTo\":\"https://project-open-data.cio.gov/v1.1/schema\"}"));
    }

    private static String dataset(String identifier, String title, String... more) {
        return "{\"accessLevel\":\"public\",\"identifier\":\"%s\",\"title\":\"%s\"%s}"
                .formatted(
                        identifier,
                        title,
                        Stream.of(more).map(member -> "," + member).collect(Collectors.joining()));
    }

    @Test
    void whatIsAddedChangedAndGoneInTheDocumentIsSoInTheCatalogue(RunningGarner garner) {
        var url = serve(
                "/changing/data.json",
                catalogue(
                        dataset("a", "Alder"),
                        dataset("b", "Birch"),
                        dataset("c", "Cedar"),
                        dataset("d", "Date palm"),
                        dataset("e", "Elm")));
        assertThat(RunningGarner.summary(garner.harvest(url, "dcatus"))).isEqualTo("succeeded: gathered 5, added 5");
        assertThat(RunningGarner.summary(garner.harvest(url, "dcatus")))
                .isEqualTo("succeeded: gathered 5, unchanged 5");

        serve(
                "/changing/data.json",
                catalogue(
                        dataset("f", "Fig"),
                        dataset("e", "Elm"),
                        dataset("a", "Alder"),
                        dataset("b", "Birch, \\u0062lack", "\"description\":\"now described\""),
                        dataset("c", "Cedar")));
        var changed = garner.harvest(url, "dcatus");

        assertThat(RunningGarner.summary(changed))
                .isEqualTo("succeeded: gathered 5, added 1, updated 1, unchanged 3, deleted 1");
        garner.awaitIndex();
        assertThat(garner.searchByGuid(changed, "d")).isEmpty();
        assertThat(garner.searchByGuid(changed, "b"))
                .singleElement()
                .satisfies(found -> assertThat(found.path("title").asString()).isEqualTo("Birch, black"));
    }

    @Test
    void aMemberNamesThePackageOfItsCollectionWhicheverComesFirst(RunningGarner garner) {
        var url = serve(
                "/collections/data.json",
                catalogue(
                        dataset("child-1", "First part", "\"isPartOf\":\"whole\""),
                        dataset("whole", "The whole"),
                        dataset("child-2", "Second part", "\"isPartOf\":\"whole\""),
                        dataset("inner", "A collection in one", "\"isPartOf\":\"whole\""),
                        dataset("lost", "Part of what is not here", "\"isPartOf\":\"elsewhere\""),
                        dataset("innermost", "Part of the inner one", "\"isPartOf\":\"inner\"")));
        var report = garner.harvest(url, "dcatus");

        assertThat(RunningGarner.summary(report)).isEqualTo("with_errors: gathered 6, added 5, errored 1");
        assertThat(report.errors())
                .anySatisfy(error -> assertThat(error.message())
                        .startsWith("Collection identifier inner cannot be isPartOf another collection."))
                .anySatisfy(error -> assertThat(error.message()).contains("'elsewhere'", "kept outside a collection"));
        assertThat(members(garner, report)).containsExactly("child-1", "child-2");

        // A collection that is imported long before its new member, in a run that writes only the member.
        serve(
                "/collections/data.json",
                catalogue(
                        dataset("whole", "The whole"),
                        dataset("child-1", "First part", "\"isPartOf\":\"whole\""),
                        dataset("child-2", "Second part", "\"isPartOf\":\"whole\""),
                        dataset("lost", "Part of the whole at last", "\"isPartOf\":\"whole\""),
                        dataset("innermost", "Part of nothing")));
        assertThat(RunningGarner.summary(garner.harvest(url, "dcatus")))
                .isEqualTo("succeeded: gathered 5, updated 2, unchanged 3");
        assertThat(members(garner, report)).containsExactly("child-1", "child-2", "lost");
    }

    /** The guids of the datasets that name the package of the record "whole" as their collection, which says that it is one. */
    private static List<String> members(RunningGarner garner, JobReport report) {
        return garner.rows("""
            select m.guid
              from package m
              join harvest_source s on s.id = m.harvest_source_id and s.title = '%s'
              join package p on p.harvest_source_id = s.id and p.guid = 'whole'
             where m.dataset->'extras' @> jsonb_build_array(jsonb_build_object('key', 'collection_package_id', 'value', p.id::text))
               and p.dataset->'extras' @> '[{"key": "collection_metadata", "value": "true"}]'
             order by m.guid
            """.formatted(report.source()));
    }

    @Test
    void aDocumentOfManyPagesIsAskedForOnceByTheListingAndOnceByTheSweep(RunningGarner garner) {
        var source = new SimulatedDataJson("/many/data.json", Records.of(450).sized(3_000));
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var url = URI.create("http://localhost:%d%s".formatted(simulator.port(), source.path()));
            assertThat(RunningGarner.summary(garner.harvest(url, "datajson")))
                    .isEqualTo("succeeded: gathered 450, added 450");
            assertThat(source.requests()).isEqualTo(1);

            source.change(3);
            source.remove(2);
            assertThat(RunningGarner.summary(garner.harvest(url, "datajson")))
                    .isEqualTo("succeeded: gathered 448, updated 3, unchanged 445, deleted 2");
            assertThat(source.requests()).isEqualTo(3);

            source.spoil(100, RecordFault.CUT_OFF);
            var broken = garner.harvest(url, "datajson");
            assertThat(RunningGarner.summary(broken)).isEqualTo("with_errors: gathered 100, unchanged 100");
            assertThat(broken.errors())
                    .singleElement()
                    .satisfies(error -> assertThat(error.message()).contains("not readable JSON at byte", "after 100"));
        }
    }

    @Test
    void recordedVersionsOfADocumentGiveWhatTheirTestsState(RunningGarner garner) {
        var fixtures = SharedFixtures.require();
        site.answer(
                "/recorded/data.json",
                LocalSite.Reply.of(200, "application/json", fixtures.bytes("datajson/dcat-us-1.1/dcatus.json")));
        var url = site.at("/recorded/data.json");
        var first = garner.harvest(url, "dcatus");
        assertThat(RunningGarner.summary(first)).isEqualTo("with_errors: gathered 7, added 7");
        assertThat(RunningGarner.summary(garner.harvestInFull(url, "dcatus")))
                .isEqualTo("with_errors: gathered 7, unchanged 7");

        site.answer(
                "/recorded/data.json",
                LocalSite.Reply.of(200, "application/json", fixtures.bytes("datajson/dcat-us-1.1/dcatus_2.json")));
        var second = garner.harvest(url, "dcatus");
        assertThat(RunningGarner.summary(second)).isEqualTo("held: gathered 3, updated 1, unchanged 2");
        assertThat(garner.held(second)).containsExactlyInAnyOrder("cftc-dc4", "cftc-dc5", "cftc-dc6", "cftc-dc7");
    }

    @Test
    void recordedDatasetsOfOneTitleKeepTheirNames(RunningGarner garner) {
        var fixtures = SharedFixtures.require();
        site.answer(
                "/titles/data.json",
                LocalSite.Reply.of(
                        200, "application/json", fixtures.bytes("datajson/dcat-us-1.1/dcatus_same_title.json")));
        var url = site.at("/titles/data.json");
        var first = garner.harvest(url, "dcatus");
        assertThat(RunningGarner.summary(first)).isEqualTo("succeeded: gathered 2, added 2");
        var names = names(garner, first);
        assertThat(names).hasSize(2).allSatisfy(name -> assertThat(name).contains("commitment-of-traders"));

        site.answer(
                "/titles/data.json",
                LocalSite.Reply.of(
                        200, "application/json", fixtures.bytes("datajson/dcat-us-1.1/dcatus_same_title_step_2.json")));
        assertThat(RunningGarner.summary(garner.harvest(url, "dcatus")))
                .isEqualTo("succeeded: gathered 2, updated 1, unchanged 1");
        assertThat(names(garner, first)).isEqualTo(names);
    }

    @Test
    void theRecordedCollectionIsLinked(RunningGarner garner) {
        var fixtures = SharedFixtures.require();
        site.answer(
                "/collection/data.json",
                LocalSite.Reply.of(
                        200,
                        "application/json",
                        fixtures.bytes("datajson/pod-1.1/collection-1-parent-2-children.data.json")));
        var report = garner.harvest(site.at("/collection/data.json"), "dcatus");
        assertThat(RunningGarner.summary(report)).isEqualTo("succeeded: gathered 3, added 3");
        assertThat(RunningGarner.summary(garner.harvest(site.at("/collection/data.json"), "dcatus")))
                .isEqualTo("succeeded: gathered 3, unchanged 3");
    }

    private static List<String> names(RunningGarner garner, JobReport report) {
        return garner.rows("""
            select p.guid, p.name from package p
              join harvest_source s on s.id = p.harvest_source_id and s.title = '%s'
             order by p.guid
            """.formatted(report.source()));
    }
}

package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.garner.client.JobReport;
import org.garner.tests.FixtureSources.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The recorded folders and catalogues, served on this machine and harvested through the whole of Garner, all at once. */
@ExtendWith(SharedGarner.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class FixturesHarvestTest {
    private static final LocalSite SITE = new LocalSite();
    private static final Map<Source, JobReport> FIRST = new LinkedHashMap<>();
    private static SharedFixtures fixtures = SharedFixtures.NONE;

    @BeforeAll
    static void harvestForTheFirstTime(RunningGarner garner) {
        fixtures = SharedFixtures.require();
        var sources = FixtureSources.servedAt(SITE, fixtures);
        FIRST.putAll(harvest(garner, sources, false));
        garner.awaitIndex();
    }

    @AfterAll
    static void sayWhatWasChecked() {
        SITE.close();
        if (fixtures != SharedFixtures.NONE) {
            System.out.printf("fixtures checked: end to end %d files from %d sources%n", fixtures.used(), FIRST.size());
            assertThat(fixtures.used()).as("fixtures harvested").isPositive();
        }
    }

    @Test
    void everySourceGivesExactlyTheRecordsThatItHas() {
        assertSoftly(softly -> FIRST.forEach((source, report) -> softly.assertThat(RunningGarner.summary(report))
                .as("%s: %s", source, report.errors())
                .isEqualTo(source.first())));
    }

    @Test
    void whatIsNotReadIsNamedWithItsAddressAndTheReason() {
        assertSoftly(softly -> FIRST.forEach((source, report) -> {
            softly.assertThat(report.errors().isEmpty())
                    .as("%s", source)
                    .isEqualTo(source.errors().isEmpty());
            report.errors()
                    .forEach(error -> softly.assertThat(error.message() + " " + error.url())
                            .as("%s", source)
                            .contains(source.errors())
                            .contains(source.url().getAuthority()));
        }));
    }

    @Test
    void everyDatasetIsFoundBySourceAndByRecordAndIsShownAsItIsFound(RunningGarner garner) {
        FIRST.forEach((source, report) -> {
            var found = garner.search(Map.of("fq", RunningGarner.ofSource(report), "rows", "100"));
            assertThat(found).as("%s", source).hasSize((int) report.stat("added"));
            for (var dataset : found) {
                var id = dataset.path("id").asString();
                assertThat(garner.action("package_show", Map.of("id", id)))
                        .as("%s", source)
                        .isEqualTo(dataset);
                assertThat(garner.searchByGuid(report, extra(dataset, "guid")))
                        .as("%s by the guid of %s", source, dataset.path("name"))
                        .extracting(one -> one.path("id").asString())
                        .contains(id);
                assertThat(extra(dataset, "harvest_source_title")).isEqualTo(report.source());
                assertThat(extra(dataset, "harvest_object_id")).isNotEmpty();
            }
        });
    }

    @Test
    void aSecondRunAndAFullRunFindAllUnchangedAndWriteNothing(RunningGarner garner) {
        var sources = List.copyOf(FIRST.keySet());
        var before = WriteCounters.settled(garner);
        assertThat(before.postgres()).hasSize(2);
        assertThat(before.solr()).isNotEmpty();

        var second = harvest(garner, sources, false);
        var full = harvest(garner, sources, true);

        assertThat(WriteCounters.settled(garner)).isEqualTo(before);
        assertSoftly(softly -> sources.forEach(source -> {
            softly.assertThat(RunningGarner.summary(report(second, source)))
                    .as("second run of %s", source)
                    .isEqualTo(source.again());
            softly.assertThat(RunningGarner.summary(report(full, source)))
                    .as("full run of %s", source)
                    .isEqualTo(source.again());
            softly.assertThat(report(full, source).bytes())
                    .as("the bytes that a full run of %s reads", source)
                    .isEqualTo(report(FIRST, source).bytes());
        }));
    }

    private static Map<Source, JobReport> harvest(RunningGarner garner, List<Source> sources, boolean full) {
        var jobs = sources.stream()
                .map(source -> garner.start(source.url(), source.type(), full))
                .toList();
        var reports = new LinkedHashMap<Source, JobReport>();
        IntStream.range(0, jobs.size()).forEach(i -> reports.put(sources.get(i), garner.ended(jobs.get(i))));
        return reports;
    }

    private static JobReport report(Map<Source, JobReport> reports, Source source) {
        return java.util.Objects.requireNonNull(reports.get(source), source::toString);
    }

    /** The value of an extra, as CKAN writes them: a list of keys and values. */
    static String extra(JsonNode dataset, String key) {
        for (var extra : dataset.path("extras")) {
            if (extra.path("key").asString().equals(key)) {
                return extra.path("value").asString();
            }
        }
        return "";
    }
}

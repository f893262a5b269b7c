package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.garner.tests.LocalSite.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every source type does when its source, which was harvested well before, misbehaves: nothing is lost, it says why, and the next run heals. */
@Tag("faults")
@ExtendWith(SharedGarner.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SourceFaultsTest {
    private static final Map<String, String> TWELVE = FaultyCatalogue.records("r", 12);
    private static final Reply LOGIN =
            Reply.html("<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>");

    private @Nullable FaultyCatalogue opened;

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"csw", "waf", "ckan", "dcatus"})
    void aSourceThatIsDownFailsTheJobAndKeepsItsDatasets(String type, RunningGarner garner) {
        var source = harvested(type, garner);
        source.close();

        var report = garner.harvest(source.url(), type);

        assertThat(RunningGarner.summary(report)).isEqualTo("failed: gathered 0");
        assertThat(report.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("could not be reached", "localhost"));
        assertThat(shown(garner, source)).isEqualTo(new TreeMap<>(TWELVE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"csw", "waf", "ckan", "dcatus"})
    void aSourceThatDiesHalfWayWithdrawsNothingAndTheNextRunHeals(String type, RunningGarner garner) {
        var source = harvested(type, garner);
        var changed = new TreeMap<>(TWELVE);
        changed.put("r-01", "Another title");
        changed.remove("r-02");
        source.hold(changed);
        source.spoil((asked, number, right) -> switch (type) {
            case "dcatus" -> cut(right);
            case "waf" -> asked.uri().getPath().endsWith("part-1/") ? unavailable() : right;
            case "ckan" -> number > 1 ? unavailable() : right;
            default -> number > 3 ? unavailable() : right;
        });

        var report = garner.harvest(source.url(), type);

        assertThat(report.outcome()).as("%s", report).isIn("with_errors", "failed");
        assertThat(report.stat("deleted")).as("%s", report).isZero();
        assertThat(report.errors()).isNotEmpty();
        assertThat(shown(garner, source).keySet()).isEqualTo(TWELVE.keySet());
        source.mend();
        assertThat(garner.harvest(source.url(), type).outcome()).isEqualTo("succeeded");
        assertThat(shown(garner, source)).isEqualTo(changed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csw", "waf", "ckan", "dcatus"})
    void anEmptyListIsNeverGreenAndWithdrawsNothing(String type, RunningGarner garner) {
        var source = harvested(type, garner);
        source.hold(Map.of());

        var report = garner.harvest(source.url(), type);

        assertThat(RunningGarner.summary(report)).as("%s", report).isEqualTo("held: gathered 0");
        assertThat(shown(garner, source)).isEqualTo(new TreeMap<>(TWELVE));
        source.hold(TWELVE);
        assertThat(RunningGarner.summary(garner.harvest(source.url(), type)))
                .isEqualTo("succeeded: gathered 12, unchanged 12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csw", "waf", "ckan", "dcatus"})
    void whenMostOfItsRecordsVanishTheWithdrawalIsHeldAndImportsGoOn(String type, RunningGarner garner) {
        var source = harvested(type, garner);
        var few = new TreeMap<>(TWELVE.entrySet().stream()
                .limit(5)
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        few.put("r-01", "Another title");
        source.hold(few);

        var report = garner.harvest(source.url(), type);

        assertThat(RunningGarner.summary(report))
                .as("%s", report)
                .isEqualTo("held: gathered 5, updated 1, unchanged 4");
        assertThat(report.reason()).contains("fewer than half of the 12");
        assertThat(shown(garner, source)).hasSize(12).containsEntry("r-01", "Another title");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csw", "waf", "ckan", "dcatus"})
    void otherIdentifiersForTheSameRecordsAreHeld(String type, RunningGarner garner) {
        var source = harvested(type, garner);
        source.hold(FaultyCatalogue.records("renamed", 12));

        var report = garner.harvest(source.url(), type);

        assertThat(report.outcome()).as("%s", report).isEqualTo("held");
        assertThat(report.reason()).contains("as if the source had changed its identifiers");
        assertThat(report.stat("deleted")).isZero();
        assertThat(shown(garner, source)).containsAllEntriesOf(TWELVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csw", "waf", "ckan", "dcatus"})
    void aPageInHtmlWithStatus200IsATroubleOfTheSource(String type, RunningGarner garner) {
        var source = harvested(type, garner);
        source.spoil((asked, number, right) -> LOGIN);

        var report = garner.harvest(source.url(), type);

        // A folder page is any page in HTML; one without links to records is an empty folder.
        boolean folder = type.equals("waf");
        assertThat(RunningGarner.summary(report))
                .as("%s", report)
                .isEqualTo(folder ? "held: gathered 0" : "failed: gathered 0");
        assertThat(report.errors()).singleElement().satisfies(error -> {
            assertThat(error.kind()).isEqualTo("source");
            assertThat(error.message())
                    .contains(folder ? "expected links to .xml files, found none" : "an HTML page titled 'Sign in'");
        });
        assertThat(shown(garner, source)).isEqualTo(new TreeMap<>(TWELVE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"csw", "waf", "ckan", "dcatus"})
    void answersThatAreCutOffWithdrawNothingAndChangeNothing(String type, RunningGarner garner) {
        var source = harvested(type, garner);
        source.spoil((asked, number, right) -> cut(right));

        var report = garner.harvest(source.url(), type);

        assertThat(report.outcome()).as("%s", report).isNotEqualTo("succeeded");
        assertThat(report.stat("deleted") + report.stat("updated") + report.stat("added"))
                .as("%s", report)
                .isZero();
        assertThat(shown(garner, source)).isEqualTo(new TreeMap<>(TWELVE));
        source.mend();
        assertThat(RunningGarner.summary(garner.harvest(source.url(), type)))
                .isEqualTo("succeeded: gathered 12, unchanged 12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csw", "waf", "ckan", "dcatus"})
    void aSourceThatIsInTroubleForAMomentCostsNoRecord(String type, RunningGarner garner) {
        var source = harvested(type, garner);
        // Each third request that differs from those before fails, and is well answered when it comes again.
        var seen = new HashSet<String>();
        source.spoil((asked, number, right) -> {
            synchronized (seen) {
                return seen.add(asked.words()) && seen.size() % 3 == 1 ? unavailable() : right;
            }
        });

        var report = garner.harvest(source.url(), type);

        assertThat(RunningGarner.summary(report)).as("%s", report).isEqualTo("succeeded: gathered 12, unchanged 12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csw", "waf", "ckan", "dcatus"})
    void aSourceThatRefusesUsIsAskedNoMoreThanItsTypeNeedsToBeSure(String type, RunningGarner garner) {
        var source = harvested(type, garner);
        source.spoil((asked, number, right) -> Reply.of(403, "text/plain", "This key was revoked"));

        var report = garner.harvest(source.url(), type);

        assertThat(RunningGarner.summary(report)).as("%s", report).isEqualTo("failed: gathered 0");
        assertThat(report.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("answered 403", "This key was revoked"));
        assertThat(source.requests()).isLessThanOrEqualTo(6);
        assertThat(shown(garner, source)).isEqualTo(new TreeMap<>(TWELVE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"csw", "waf", "ckan", "dcatus"})
    void aJobThatWaitsAsItsSourceAskedIsAbortedAtOnce(String type, RunningGarner garner) {
        var source = harvested(type, garner);
        source.spoil(
                (asked, number, right) -> Reply.of(429, "text/plain", "Later").with("Retry-After", "3600"));
        var job = garner.start(source.url(), type, false);
        Await.until(Duration.ofSeconds(20), () -> "the source to be asked", () -> source.requests() > 0);

        var asked = System.nanoTime();
        assertThat(garner.tell(job, "abort").path("status").asString()).isEqualTo("Finished");
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));

        assertThat(garner.ended(job).outcome()).isEqualTo("aborted");
        Await.until(
                Duration.ofSeconds(5),
                () -> "the order to be given up",
                () -> garner.rows("select id from harvest_order where ended is null and job_id = '%s'".formatted(job))
                        .isEmpty());
        assertThat(source.requests()).isEqualTo(1);
        assertThat(shown(garner, source)).isEqualTo(new TreeMap<>(TWELVE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"csw", "ckan"})
    void whatMovesFromPageToPageMeanwhileIsNotWithdrawn(String type, RunningGarner garner) {
        var source = harvested(type, garner);
        var shifted = new TreeMap<>(TWELVE);
        shifted.remove("r-01");
        // Everything moves up by one place: the record that was first of a later page is on no page.
        source.spoil((asked, number, right) -> {
            if (number == (type.equals("csw") ? 4 : 2)) {
                source.hold(shifted);
            }
            return right;
        });

        var report = garner.harvest(source.url(), type);

        assertThat(shown(garner, source)).as("%s", report).containsAllEntriesOf(shifted);
        source.mend();
        garner.harvest(source.url(), type);
        assertThat(shown(garner, source)).isEqualTo(shifted);
    }

    private FaultyCatalogue harvested(String type, RunningGarner garner) {
        var source = new FaultyCatalogue(type);
        opened = source;
        source.hold(TWELVE);
        var report = garner.harvest(source.url(), type);
        assertThat(RunningGarner.summary(report)).as("%s", report).isEqualTo("succeeded: gathered 12, added 12");
        source.mend();
        return source;
    }

    /** The titles of the source's datasets, by the last part of the record's name. */
    private static Map<String, String> shown(RunningGarner garner, FaultyCatalogue source) {
        var titles = new TreeMap<String, String>();
        garner.rows("""
            select p.guid || '=' || p.title from package p join harvest_source s on s.id = p.harvest_source_id
             where s.url = '%s' and p.state = 'active'
            """.formatted(source.url())).forEach(row -> {
            var parts = row.split("=", 2);
            var name = parts[0].substring(parts[0].lastIndexOf('/') + 1).replace(".xml", "");
            assertThat(titles.put(name, parts[1]))
                    .as("two datasets of %s", name)
                    .isNull();
        });
        return titles;
    }

    private static Reply unavailable() {
        return Reply.of(503, "text/plain", "Down for maintenance");
    }

    /** The first two thirds, as if that were all. */
    private static Reply cut(Reply right) {
        return new Reply(right.status(), right.headers(), Arrays.copyOf(right.body(), right.body().length * 2 / 3));
    }
}

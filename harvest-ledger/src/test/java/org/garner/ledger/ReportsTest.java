package org.garner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Outcome;
import org.garner.harvest.Stage;
import org.garner.ledger.HarvestErrors.ObjectFailure;
import org.garner.ledger.JobReports.ReportedError;
import org.garner.ledger.ObjectReports.Place;
import org.garner.ledger.SourceReports.Choice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private final LedgerDatabase ledger = new LedgerDatabase();
    private final HarvestErrors errors = new HarvestErrors(ledger.jdbc, ledger.log);
    private final JobReports jobs = new JobReports(ledger.jdbc);
    private final ObjectReports objects = new ObjectReports(ledger.jdbc);
    private final SourceReports sources = new SourceReports(ledger.jdbc);
    private final HarvestSource coast = ledger.source("coast");

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aRunningJobIsCountedByItsOrdersAndAnEndedOneByWhatWasSettled() {
        var running = ledger.running(coast);
        var ids = ledger.listed(running, coast, 3);
        var order = ledger.accepted(running, coast, Stage.IMPORT, ids, "w");
        ledger.jdbc
                .sql("update harvest_order set added = 2, errored = 1 where id = :id")
                .param("id", order.id())
                .update();
        var ended = ended(ledger.source("north"), Map.of(Outcome.ADDED, 5L, Outcome.DELETED, 1L));

        var reports = jobs.of(List.of(running.job(), ended));

        assertThat(reports.get(running.job()))
                .extracting("status", "added", "errored", "deleted")
                .containsExactly("Running", 2L, 1L, 0L);
        assertThat(reports.get(ended))
                .extracting("status", "added", "errored", "deleted")
                .containsExactly("Finished", 5L, 0L, 1L);
    }

    @Test
    void jobsAreListedNewestFirstInPages() {
        var first = ended(coast, Map.of());
        var other = ended(ledger.source("north"), Map.of());
        var last = ended(coast, Map.of());

        assertThat(ids(jobs.list(null, null, null, 2))).containsExactly(last, other);
        assertThat(ids(jobs.list(null, null, other, 2))).containsExactly(first);
        assertThat(ids(jobs.list(coast.id(), "Finished", null, 9))).containsExactly(last, first);
        assertThat(jobs.list(null, "Running\u0000", null, 9)).isEmpty();
    }

    @Test
    void ofManyMessagesTheTwentyMostFrequentAreSummedUpForEachJob() {
        var job = ledger.running(coast);
        var ids = ledger.listed(job, coast, 60);
        var failures = new ArrayList<ObjectFailure>();
        for (var id : ids) {
            failures.add(failure(id, "always"));
            failures.add(failure(id, "only " + id));
        }
        errors.addObject(job, failures);
        errors.addGather(job, List.of(trouble("listing")));
        var quiet = ledger.running(ledger.source("quiet"));

        var summaries = jobs.summaries(List.of(job.job(), quiet.job()));

        assertThat(summaries).containsOnlyKeys(job.job());
        var summary = summaries.getOrDefault(job.job(), JobReports.Summary.NONE);
        assertThat(summary.ofObjects()).hasSize(20);
        assertThat(summary.ofObjects().getFirst().message()).contains("always");
        assertThat(summary.ofObjects().getFirst().count()).isEqualTo(60);
        assertThat(summary.ofListing()).hasSize(1);
    }

    @Test
    void errorsComeByObjectAfterThoseOfTheListing() {
        var job = ledger.running(coast);
        var ids = ledger.listed(job, coast, 2);
        errors.addObject(job, List.of(failure(ids.get(1), "a"), failure(ids.get(0), "b"), failure(ids.get(1), "c")));
        errors.addGather(job, List.of(trouble("listing")));

        var found = new ArrayList<ReportedError>();
        ledger.transaction.executeWithoutResult(status -> jobs.errors(job.job(), found::add));

        assertThat(found).extracting(ReportedError::object).containsExactly(null, ids.get(0), ids.get(1), ids.get(1));
        assertThat(found).extracting(ReportedError::guid).containsExactly(null, "record-0", "record-1", "record-1");
        assertThat(errors.counts(List.of(job.job())))
                .containsExactly(Map.entry(job.job(), new HarvestErrors.Count(1, 4)));
    }

    @Test
    void objectsAreListedInPagesWithoutMissingOne() {
        var all = new ArrayList<UUID>();
        for (int i = 0; i < 3; i++) {
            var ticket = ledger.running(coast);
            all.addAll(ledger.listed(ticket, coast, 4));
            ledger.jobs.finish(ticket, "succeeded", null);
        }
        ledger.listed(ledger.running(ledger.source("north")), coast, 2);

        var found = new ArrayList<UUID>();
        Place last = null;
        for (var page = objects.after(null, coast.id(), false, 5);
                !page.isEmpty();
                page = objects.after(last, coast.id(), false, 5)) {
            page.forEach(place -> found.add(place.id()));
            last = page.getLast();
        }

        assertThat(found).containsExactlyElementsOf(all);
        assertThat(objects.after(null, null, false, 100)).hasSize(14);
        assertThat(objects.after(null, null, true, 100)).isEmpty();
    }

    @Test
    void theDocumentOfAnObjectIsWhatWasFetched() {
        var ticket = ledger.running(coast);
        var id = ledger.listed(ticket, coast, 1).getFirst();
        var document = Documents.Packed.of("<a>ü</a>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        var order = ledger.accepted(ticket, coast, Stage.FETCH, List.of(id), "w");
        ledger.documents.put(List.of(document));
        ledger.objects.arrived(order, List.of(new HarvestObjects.Arrived(id, document.hash(), null)));

        var object = objects.find(id).orElseThrow();

        assertThat(object.documentHash()).isEqualTo(document.hash());
        assertThat(ledger.documents.find(document.hash()).orElseThrow())
                .asString()
                .isEqualTo("<a>ü</a>");
        assertThat(objects.find(ticket.job())).isEmpty();
    }

    @Test
    void sourcesAreChosenByPublisherAndByWhetherTheyAreDue() {
        ledger.source("north");
        ledger.jdbc
                .sql("update harvest_source set owner_org = 'board', frequency = 'DAILY' where name = 'north'")
                .update();
        var job = ledger.running(coast);

        assertThat(names(new Choice(List.of(), false, false))).containsExactly("north", "coast");
        assertThat(names(new Choice(List.of("board", "other"), true, false))).containsExactly("north");
        assertThat(names(new Choice(List.of(), false, true))).containsExactly("north");
        var report = sources.named("coast").orElseThrow();
        assertThat(report.jobs()).isEqualTo(1);
        assertThat(report.lastJob()).isEqualTo(job.job());
        assertThat(report.queued()).isFalse();
        assertThat(sources.named(coast.url().toString())).contains(report);
        assertThat(sources.named("nowhere\u0000")).isEmpty();
    }

    @Test
    void sourcesComePageByPageAlsoWhenOneWasDeletedBetween() {
        var all = new Choice(List.of(), false, false);
        ledger.source("north");
        ledger.source("east");
        var first = sources.list(all, null, 2);
        var last = first.getLast().source().id();
        ledger.jdbc
                .sql("update harvest_source set deleted = now() where id = :id")
                .param("id", last)
                .update();

        var second = sources.list(all, last, 2);

        assertThat(first).extracting(report -> report.source().name()).containsExactly("east", "north");
        assertThat(second).extracting(report -> report.source().name()).containsExactly("coast");
    }

    private UUID ended(HarvestSource source, Map<Outcome, Long> counts) {
        var ticket = ledger.running(source);
        ledger.jobs.finish(ticket, "succeeded", null);
        ledger.progress.settle(ticket.job(), new HashMap<>(counts));
        return ticket.job();
    }

    private List<String> names(Choice choice) {
        return sources.list(choice, null, 100).stream()
                .map(report -> report.source().name())
                .toList();
    }

    private static List<UUID> ids(List<JobReports.JobReport> reports) {
        return reports.stream().map(JobReports.JobReport::id).toList();
    }

    private static ObjectFailure failure(UUID id, String message) {
        return new ObjectFailure(id, "Import", trouble(message));
    }

    private static HarvestFailure trouble(String message) {
        return new HarvestFailure.NotStored(message);
    }
}

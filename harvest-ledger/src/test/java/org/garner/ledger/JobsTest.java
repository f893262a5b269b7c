package org.garner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.garner.harvest.Cursor;
import org.garner.harvest.JobTicket;
import org.garner.harvest.ListingPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {
    private final LedgerDatabase database = new LedgerDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aSourceHasOneOpenJob() {
        var source = database.source("coast");
        var first = database.jobs.add(source.id(), "incremental", "test");
        assertThat(first).isPresent();
        assertThat(database.jobs.add(source.id(), "full", "test")).isEmpty();
        assertThat(database.jobs.openOf(source.id())).map(Jobs.Job::id).isEqualTo(first);
    }

    @Test
    void theGuardPassesOnlyForTheRunningEpoch() {
        var ticket = database.running(database.source("coast"));
        database.inTransaction(() -> {
            database.jobs.guard(ticket);
            return true;
        });
        assertThatThrownBy(() -> database.inTransaction(() -> {
                    database.jobs.guard(new JobTicket(ticket.job(), ticket.epoch() + 1));
                    return true;
                }))
                .isInstanceOf(StaleTicketException.class);
        database.jobs.abort(ticket.job(), "test", "enough");
        assertThatThrownBy(() -> database.inTransaction(() -> {
                    database.jobs.guard(ticket);
                    return true;
                }))
                .isInstanceOf(StaleTicketException.class)
                .hasMessageContaining(ticket.job().toString());
    }

    @Test
    void anAbortWaitsForATransactionThatHasPassedTheGuardAndNoOther() throws Exception {
        var ticket = database.running(database.source("coast"));
        var guarded = new CountDownLatch(1);
        var committed = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = threads.submit(() -> database.inTransaction(() -> {
                database.jobs.guard(ticket);
                guarded.countDown();
                sleep(300);
                committed.set(System.nanoTime());
                return true;
            }));
            assertThat(guarded.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(database.jobs.abort(ticket.job(), "test", "enough")).isTrue();
            var aborted = System.nanoTime();
            work.get();
            assertThat(aborted).isGreaterThan(committed.get());
        }
    }

    /** As after a fail-over to a Postgres that had not received the last pages, while the worker that wrote them goes on. */
    @Test
    void aPageThatDoesNotBeginWhereTheCursorStandsIsRefused() {
        var source = database.source("coast");
        var ticket = database.running(source);
        var order = UUID.randomUUID();
        var progress = database.progress;
        progress.gatheredBy(ticket.job(), order);
        var start = progress.find(ticket.job()).orElseThrow().cursor();
        assertThat(progress.turnPage(ticket, order, start, pageBefore("100"), 100, 0, 0))
                .isTrue();

        assertThat(progress.turnPage(ticket, order, new Cursor("200"), pageBefore("300"), 100, 0, 0))
                .isFalse();
        assertThat(progress.turnNamedPage(ticket, order, new Cursor("200"), null, "test", 100))
                .isFalse();

        var after = progress.find(ticket.job()).orElseThrow();
        assertThat(after.cursor().value()).isEqualTo("100");
        assertThat(after.listing()).isTrue();
        assertThat(progress.turnPage(ticket, order, new Cursor("100"), pageBefore("200"), 100, 0, 0))
                .isTrue();
    }

    private static ListingPage pageBefore(String next) {
        return new ListingPage(List.of(), new Cursor(next), false, List.of(), null, "test");
    }

    @Test
    void plainSqlThatFinishesAJobFencesItAndKeepsTheOperatorsTime() {
        var ticket = database.running(database.source("coast"));
        var finished = database.running(database.source("hills"));
        database.jobs.finish(finished, "succeeded", null);
        var before = database.jobs.find(finished.job()).orElseThrow();

        database.jdbc
                .sql("update harvest_job set status = 'Finished', finished = '2020-01-02 03:04:05Z'")
                .update();

        var job = database.jobs.find(ticket.job()).orElseThrow();
        assertThat(job.status()).isEqualTo("Finished");
        assertThat(job.outcome()).isEqualTo("aborted");
        assertThat(job.endedBy()).isEqualTo("sql");
        assertThat(job.finished()).isEqualTo("2020-01-02T03:04:05Z");
        assertThat(database.jobs.find(finished.job())).contains(before);
    }

    @Test
    void onlyTheNewestJobCanBeResumedAndInANewEpoch() {
        var source = database.source("coast");
        var first = database.running(source);
        database.jobs.abort(first.job(), "test", "enough");
        assertThat(database.jobs.resume(first.job())).isTrue();
        assertThat(database.jobs.find(first.job())).map(Jobs.Job::epoch).contains(2);
        database.jobs.abort(first.job(), "test", "enough");
        var second = database.running(source);
        assertThat(database.jobs.resume(first.job())).isFalse();
        database.jobs.finish(second, "succeeded", null);
        assertThat(database.jobs.resume(second.job())).isFalse();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.garner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private static final LedgerDatabase DB = new LedgerDatabase();

    @AfterAll
    static void drop() {
        DB.close();
    }

    @Test
    void noJobStartsForASourceThatIsBeingDeleted() {
        var source = DB.source("being-deleted");
        var locked = new CountDownLatch(1);
        var deleting = CompletableFuture.runAsync(() -> DB.transaction.executeWithoutResult(status -> {
            DB.sources.lock(source.id());
            locked.countDown();
            // Long enough for the start of a job to come upon the lock.
            pause();
            DB.sources.delete(source.id());
        }));
        await(locked);

        var job = DB.inTransaction(() -> DB.jobs.add(source.id(), "incremental", "test"));

        deleting.join();
        assertThat(job).isEmpty();
        assertThat(DB.sources.active(source.id())).isFalse();
    }

    @Test
    void whoDeletesASourceSeesAJobThatHasJustStarted() {
        var source = DB.source("just-started");
        var added = new CountDownLatch(1);
        var starting = CompletableFuture.runAsync(() -> DB.transaction.executeWithoutResult(status -> {
            DB.jobs.add(source.id(), "incremental", "test");
            added.countDown();
            pause();
        }));
        await(added);

        var open = DB.inTransaction(() -> {
            DB.sources.lock(source.id());
            return DB.jobs.openOf(source.id());
        });

        starting.join();
        assertThat(open).isPresent();
    }

    @Test
    void aDeletedSourceIsFoundOnlyByWhatItIs() {
        var source = DB.source("gone");

        DB.sources.delete(source.id());

        assertThat(DB.sources.find("gone")).isEmpty();
        assertThat(DB.sources.byId(source.id()))
                .as("the history of its jobs names it")
                .isPresent();
        assertThat(DB.sources.same(source.type(), source.url(), source.config()))
                .hasValueSatisfying(same -> assertThat(same.deleted()).isTrue());
        assertThat(DB.sources.list(new Sources.Filter(null, "gone", null, null), "", 10))
                .isEmpty();
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package org.garner.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.garner.harvest.Cursor;
import org.garner.ledger.Cancellation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A page comes home while its asker does something else, and is not waited for by one who was cancelled. */
@Timeout(30)
class PageAheadTest {
    @Test
    void thePageIsAskedForBeforeItIsTaken() throws Exception {
        var arrived = new SynchronousQueue<String>();
        PageAhead.Ask<String> ask = cursor -> {
            arrived.put(cursor.value());
            return "the page from " + cursor.value();
        };
        try (var pages = new PageAhead<>("a listing", ask)) {
            pages.ask(new Cursor("1"));
            assertThat(arrived.poll(20, TimeUnit.SECONDS)).isEqualTo("1");
            assertThat(pages.take(new Cancellation())).isEqualTo("the page from 1");
            assertThat(pages.isAsked()).isFalse();
            pages.ask(new Cursor("2"));
            assertThat(arrived.poll(20, TimeUnit.SECONDS)).isEqualTo("2");
            assertThat(pages.take(new Cancellation())).isEqualTo("the page from 2");
        }
    }

    @Test
    void closingEndsTheRequestThatIsUnderWay() throws Exception {
        var asking = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        PageAhead.Ask<String> forEver = cursor -> {
            asking.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return "nothing";
        };
        try (var pages = new PageAhead<>("a listing", forEver)) {
            pages.ask(new Cursor("1"));
            asking.await();
        }
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoeverIsInterruptedStopsWaiting() throws Exception {
        var asking = new CountDownLatch(1);
        PageAhead.Ask<String> forEver = cursor -> {
            asking.countDown();
            new CountDownLatch(1).await();
            return "nothing";
        };
        var ended = new AtomicReference<Throwable>();
        var waiter = Thread.ofVirtual().start(() -> {
            try (var pages = new PageAhead<>("a listing", forEver)) {
                pages.ask(new Cursor("1"));
                pages.take(new Cancellation());
            } catch (InterruptedException e) {
                ended.set(e);
            }
        });
        asking.await();
        waiter.interrupt();
        waiter.join();
        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void whatGoesWrongOnTheWayIsThrownWhereThePageIsTaken() {
        PageAhead.Ask<String> broken = cursor -> {
            throw new IllegalArgumentException("no such page");
        };
        try (var pages = new PageAhead<>("a listing", broken)) {
            pages.ask(new Cursor("1"));
            assertThatThrownBy(() -> pages.take(new Cancellation()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no such page");
        }
    }

    @Test
    void asksForOnePageAtATime() {
        try (var pages = new PageAhead<>("a listing", cursor -> "a page")) {
            pages.ask(new Cursor("1"));
            assertThatThrownBy(() -> pages.ask(new Cursor("2")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("under way already");
        }
    }
}

package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.JobTicket;
import org.garner.harvest.Presence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Law 5 over listings of any shape: records in any order over any number of pages, named twice, with errors, with whatever the source answers when it is
 * asked again, and with a process that dies at any transaction. Cases come from a generator with a seed, which each failure names.
 */
class DeletionPropertiesTest {
    private static final SweptSource ROOM = new SweptSource();
    private static final int RUNS = 3;
    private static final List<Presence> SAID = List.of(Presence.PRESENT, Presence.GONE, Presence.UNKNOWN);

    @AfterAll
    static void stop() {
        ROOM.close();
    }

    /** A job of one run: what the source named, and how. */
    private record Case(Set<String> named, String completeness, int pages, Map<String, Presence> says, int death) {
        boolean asks() {
            return pages > 1;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 40})
    void whatWasSeenIsNeverWithdrawnAndNothingBeyondAnApprovedPlan(int first) throws InterruptedException {
        for (int seed = first; seed < first + 20; seed++) {
            run(seed);
        }
    }

    private static void run(int seed) throws InterruptedException {
        var random = new Random(seed);
        var source = ROOM.source("property-" + seed);
        ROOM.hold(source, names(random, random.nextInt(90), "held-"));
        for (int run = 0; run < RUNS; run++) {
            var before = ROOM.live(source);
            var it = generated(random, before);
            var what = "seed %d, run %d: %s of %s".formatted(seed, run, it, before);
            var job = listed(source, it, random);
            var arrived = ROOM.live(source);

            ROOM.sweep(job, it.death());

            var gone = minus(arrived, ROOM.live(source));
            var missing = minus(before, it.named());
            assertThat(gone).as("what was named stays; %s", what).noneMatch(it.named()::contains);
            if (!it.completeness().equals("complete")) {
                assertThat(gone)
                        .as("only a complete listing withdraws; %s", what)
                        .isEmpty();
            }
            if (it.asks()) {
                assertThat(gone)
                        .as("only what the source denies goes; %s", what)
                        .allSatisfy(guid -> assertThat(it.says().get(guid)).isEqualTo(Presence.GONE));
            }
            if (ROOM.close(job).equals("held")) {
                assertThat(gone).as("a held job withdraws nothing; %s", what).isEmpty();
                assertThat(ROOM.plan(job))
                        .as("the plan is what is missing; %s", what)
                        .isEqualTo(missing);
                decide(job, source, it, random, what);
            }
        }
    }

    private static void decide(JobTicket job, HarvestSource source, Case it, Random random, String what)
            throws InterruptedException {
        var plan = ROOM.plan(job);
        if (random.nextInt(3) == 0) {
            ROOM.reject(job);
            assertThatItIsNotHeldAgain(source, plan, random, what);
            return;
        }
        var seen = some(random, plan, 4);
        var changed = some(random, plan, 5);
        ROOM.see(source, seen);
        ROOM.hold(source, changed);
        ROOM.hold(source, names(random, 3, "beyond-"));
        var before = ROOM.live(source);
        var again = ROOM.approve(job);

        ROOM.sweep(again, random.nextInt(4) - 1);

        var due = minus(minus(plan, seen), changed);
        if (it.asks()) {
            due.removeIf(guid -> it.says().get(guid) == Presence.PRESENT);
        }
        assertThat(minus(before, ROOM.live(source)))
                .as("the approved plan without what was seen %s or changed %s; %s", seen, changed, what)
                .isEqualTo(due);
        assertThat(ROOM.deleted(again)).as(what).isEqualTo(due.size());
        assertThat(ROOM.close(again)).as(what).isNotEqualTo("held");
    }

    /** The same records are missing, or fewer of them: nothing goes and nothing is held. */
    private static void assertThatItIsNotHeldAgain(
            HarvestSource source, Set<String> rejected, Random random, String what) throws InterruptedException {
        var before = ROOM.live(source);
        var named = minus(before, rejected);
        named.addAll(some(random, rejected, 3));
        var it = new Case(named, "complete", 1, Map.of(), -1);
        var job = listed(source, it, random);

        ROOM.sweep(job, -1);

        assertThat(ROOM.live(source)).as("what was rejected stays; %s", what).isEqualTo(before);
        assertThat(ROOM.close(job)).as(what).isNotEqualTo("held");
        if (!named.containsAll(rejected)) {
            assertThat(ROOM.reason(job)).as(what).contains("stay in the catalogue", "test decided so");
        }
    }

    private static Case generated(Random random, Set<String> live) {
        var named = new TreeSet<String>();
        var loses = List.of(0.0, 0.05, 0.3, 0.7, 1.0).get(random.nextInt(5));
        live.stream().filter(guid -> random.nextDouble() >= loses).forEach(named::add);
        named.addAll(names(random, random.nextInt(3) * random.nextInt(30), "new-"));
        var says = new HashMap<String, Presence>();
        live.forEach(guid -> says.put(guid, SAID.get(random.nextInt(SAID.size()))));
        var completeness = random.nextInt(5) == 0 ? (random.nextBoolean() ? "partial" : "failed") : "complete";
        return new Case(named, completeness, 1 + random.nextInt(3), says, random.nextInt(4) - 1);
    }

    /** Lists in any order, with some records twice, on as many pages, and settles the job with some errors. */
    private static JobTicket listed(HarvestSource source, Case it, Random random) {
        ROOM.answers(guid -> it.says().getOrDefault(guid, Presence.UNKNOWN));
        var order = new ArrayList<>(it.named());
        order.addAll(some(random, it.named(), 6));
        Collections.shuffle(order, random);
        var job = ROOM.start(source);
        var size = order.size() / it.pages() + 1;
        for (int page = 0; page < it.pages(); page++) {
            var from = Math.min(order.size(), page * size);
            ROOM.list(job, source, order.subList(from, Math.min(order.size(), from + size)));
        }
        ROOM.listed(job, it.completeness());
        ROOM.settle(job, source, some(random, it.named(), 5));
        return job;
    }

    @Test
    void aLargerSetThanTheRejectedOneIsHeldAgain() throws InterruptedException {
        var source = ROOM.source("larger");
        ROOM.hold(source, List.of("a", "b", "c", "d", "e", "f"));
        ROOM.reject(held(source, Set.of("a", "b")));

        var larger = held(source, Set.of("a"));

        assertThat(ROOM.plan(larger)).containsExactlyInAnyOrder("b", "c", "d", "e", "f");
        assertThat(ROOM.reason(larger)).contains("4 of the missing were to stay", "1 more are missing now");
    }

    @Test
    void whatIsFewEnoughGoesWhileWhatWasRejectedStays() throws InterruptedException {
        var source = ROOM.source("few");
        ROOM.hold(source, List.of("a", "b", "c", "d", "e"));
        ROOM.reject(held(source, Set.of("a", "b")));
        ROOM.hold(source, List.of("f", "g", "h", "i", "j"));

        swept(source, List.of("a", "b", "f", "g", "h", "i"));

        assertThat(ROOM.live(source)).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g", "h", "i");
    }

    @Test
    void aSourceThatChangedItsIdentifiersIsHeldAndSaysSo() throws InterruptedException {
        var source = ROOM.source("renamed");
        ROOM.hold(source, List.of("old-1", "old-2", "old-3", "old-4", "old-5"));
        var job = swept(source, List.of("new-1", "new-2", "new-3", "new-4", "old-5"));

        assertThat(ROOM.close(job)).isEqualTo("held");
        assertThat(ROOM.reason(job))
                .contains("4 of 5 records have vanished and 4 new ones have appeared", "changed its identifiers")
                .contains("Gone: 'old-1', 'old-2', 'old-3'. New: 'new-1', 'new-2', 'new-3'.");
        assertThat(ROOM.live(source)).hasSize(9);
    }

    /** A job that named these records and no others, and is held. */
    private static JobTicket held(HarvestSource source, Set<String> named) throws InterruptedException {
        var job = swept(source, List.copyOf(named));
        assertThat(ROOM.close(job)).isEqualTo("held");
        return job;
    }

    private static JobTicket swept(HarvestSource source, List<String> named) throws InterruptedException {
        var job = ROOM.start(source);
        ROOM.list(job, source, named);
        ROOM.listed(job, "complete");
        ROOM.settle(job, source, Set.of());
        ROOM.sweep(job, -1);
        return job;
    }

    private static Set<String> names(Random random, int count, String prefix) {
        var names = new HashSet<String>();
        for (int i = 0; i < count; i++) {
            names.add(prefix + random.nextInt(200));
        }
        return names;
    }

    /** Each of these with a chance of one in so many. */
    private static Set<String> some(Random random, Set<String> of, int in) {
        var some = new HashSet<String>();
        new TreeSet<>(of).stream().filter(guid -> random.nextInt(in) == 0).forEach(some::add);
        return some;
    }

    private static Set<String> minus(Set<String> of, Set<String> without) {
        var rest = new TreeSet<>(of);
        rest.removeAll(without);
        return rest;
    }
}

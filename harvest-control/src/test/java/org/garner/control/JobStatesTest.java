package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.garner.embedded.TestPostgres;
import org.garner.harvest.JobTicket;
import org.garner.harvest.SourceConfig;
import org.garner.ledger.JobHistory;
import org.garner.ledger.Jobs;
import org.garner.ledger.Sources;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The states of jobs, as {@code docs/job-states.md} has them, under anything that can happen to jobs in any order: operators, workers that are slow, fail,
 * die and wake, two controls that lead in turn or believe they do. How many stories: {@code -Dgarner.faults.sequences}; which:
 * {@code -Dgarner.faults.seed}. A story that goes wrong is told again with fewer steps, as few as still go wrong. The steps follow the seed; how they
 * interleave with what runs beside them does not.
 */
@Tag("faults")
@Timeout(value = 120, unit = TimeUnit.MINUTES)
class JobStatesTest {
    private static final int STORIES = Integer.getInteger("garner.faults.sequences", 60);
    private static final long SEED = Long.getLong("garner.faults.seed", 4);
    private static final int STEPS = 40;
    private static final Duration TO_REST = Duration.ofSeconds(30);
    /** For stories that have gone wrong before. */
    private static final Duration TO_REST_AGAIN = Duration.ofSeconds(6);

    private static final int RETELLINGS = 60;

    private static final TestPostgres TEMPLATE = ControlDatabase.migrated();
    private static final Set<String> ALLOWED = JobAudit.allowed();
    private static final Set<String> SEEN = new TreeSet<>();
    private static Place place = Place.create();
    private static int told;

    /** Where stories are told. One that went wrong leaves things behind: the next is told elsewhere. */
    private record Place(TestPostgres postgres, HikariDataSource database, JobAudit audit) implements AutoCloseable {
        static Place create() {
            var postgres = TEMPLATE.copy();
            var database = JobAudit.pool(postgres);
            var audit = new JobAudit(JdbcClient.create(database));
            audit.install();
            return new Place(postgres, database, audit);
        }

        @Override
        public void close() {
            database.close();
            postgres.close();
        }
    }

    @AfterAll
    static void stop() {
        place.close();
        TEMPLATE.close();
    }

    @Test
    void jobsMoveAsThePageSaysWhateverHappensToThem() {
        for (long seed = SEED; seed < SEED + STORIES; seed++) {
            var story = Story.of(seed, STEPS);
            var wrong = tell(story, TO_REST);
            if (!wrong.isEmpty()) {
                System.out.printf("The story of seed %d went wrong and is told again: %s%n", seed, wrong);
                var least = shortened(story);
                throw new AssertionError(
                        "The story of seed %d went wrong: %s%nAs few of its steps as still go wrong: %s%n%s"
                                .formatted(seed, wrong, least.steps(), tell(least, TO_REST_AGAIN)));
            }
        }
        assertThat(SEEN).as("what the stories from seed %d on were about", SEED).hasSizeGreaterThan(4);
    }

    @Test
    void eachLineOfThePageCanHappen() {
        try (var apart = Place.create()) {
            var jdbc = JdbcClient.create(apart.database());
            var jobs = new Jobs(jdbc);
            var history = new JobHistory(jdbc);
            var source = new Sources(jdbc)
                    .add("lines", URI.create("https://x.example/"), "", AskedSource.TYPE, SourceConfig.NONE, null)
                    .orElseThrow()
                    .id();
            jobs.abort(add(jobs, source), "test", "before it began");
            var aborted = start(jobs, add(jobs, source));
            jobs.abort(aborted.job(), "test", "while it ran");
            jobs.resume(aborted.job());
            jobs.abort(aborted.job(), "test", "again");
            history.removeJob(aborted.job());
            for (var outcome : List.of("succeeded", "with_errors", "failed", "held")) {
                var ended = start(jobs, add(jobs, source));
                jobs.finish(ended, outcome, null);
                if (outcome.equals("held")) {
                    jobs.reopenHeld(ended.job());
                    jobs.finish(new JobTicket(ended.job(), 2), outcome, null);
                }
                history.removeJob(ended.job());
            }

            assertThat(apart.audit().transitions()).containsExactlyInAnyOrderElementsOf(ALLOWED);
            assertThat(apart.audit().wrong()).isEmpty();
        }
    }

    private static UUID add(Jobs jobs, UUID source) {
        return jobs.add(source, "incremental", "test").orElseThrow();
    }

    private static JobTicket start(Jobs jobs, UUID job) {
        assertThat(jobs.start(job)).isTrue();
        return new JobTicket(job, 1);
    }

    /** Tells a story to its end; returns what was wrong with it. */
    private static List<String> tell(Story story, Duration toRest) {
        var wrong = new ArrayList<String>();
        try (var world = new JobWorld(place.postgres(), place.database(), "story-" + told++)) {
            for (var step : story.steps()) {
                world.step(step);
                look(wrong, world);
                if (!wrong.isEmpty()) {
                    wrong.add("after " + step);
                    break;
                }
            }
            world.comeToRest(place.audit(), toRest).forEach(left -> wrong.add("it does not come to rest: " + left));
            look(wrong, world);
            wrong.addAll(place.audit().apart());
        }
        if (!wrong.isEmpty()) {
            place.close();
            place = Place.create();
        }
        return wrong;
    }

    private static void look(List<String> wrong, JobWorld world) {
        wrong.addAll(place.audit().wrong());
        wrong.addAll(place.audit().unsound());
        for (var trouble = world.trouble(); trouble != null; trouble = world.trouble()) {
            wrong.add(trouble);
        }
        for (var transition : place.audit().transitions()) {
            SEEN.add(transition);
            if (!ALLOWED.contains(transition)) {
                wrong.add("docs/job-states.md does not have the transition " + transition);
            }
        }
    }

    /** Leaves out halves, quarters and at last single steps, for as long as the rest still goes wrong. */
    private static Story shortened(Story story) {
        var least = story;
        var retellings = 0;
        for (int length = story.steps().size() / 2; length > 0; length /= 2) {
            for (int from = 0; from < least.steps().size() && retellings < RETELLINGS; retellings++) {
                var shorter = least.without(from, Math.min(least.steps().size(), from + length));
                if (tell(shorter, TO_REST_AGAIN).isEmpty()) {
                    from += length;
                } else {
                    least = shorter;
                }
            }
        }
        return least;
    }
}

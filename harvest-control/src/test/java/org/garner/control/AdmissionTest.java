package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.garner.harvest.JobMode;
import org.garner.harvest.TimeOrderedIds;
import org.garner.ledger.Jobs.Job;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final Map<UUID, Long> sizes = new HashMap<>();
    private final List<Job> open = new ArrayList<>();
    private final Admission admission = new Admission(new AdmissionSettings(2, 1), ids -> sizes);

    @Test
    void atMostSoManyScheduledJobsRunAtOnce() {
        running("schedule");
        var first = waiting("schedule", 10, 0);
        waiting("schedule", 10, 1);

        assertThat(admission.admit(open)).containsExactly(first.id());
    }

    @Test
    void whatSomebodyStartedIsNotHeldUpByScheduledJobs() {
        running("schedule");
        running("schedule");
        waiting("schedule", 1, 0);
        var manual = waiting("api", 1_000_000, 1);

        assertThat(admission.admit(open)).containsExactly(manual.id());
    }

    @Test
    void manualJobsUseFreePlacesOfScheduledOnesAndComeFirst() {
        waiting("schedule", 1, 0);
        var manual = List.of(waiting("api", 10, 1), waiting("api", 10, 2), waiting("api", 10, 3));
        waiting("api", 10, 4);

        assertThat(admission.admit(open))
                .containsExactlyElementsOf(manual.stream().map(Job::id).toList());
    }

    @Test
    void manualJobsBeyondTheirOwnPlacesTakeThoseOfScheduledOnes() {
        running("api");
        running("api");
        running("api");
        waiting("schedule", 1, 0);

        assertThat(admission.admit(open)).isEmpty();
    }

    @Test
    void smallSourcesGoFirst() {
        var big = waiting("schedule", 100_000, 0);
        var small = waiting("schedule", 50, 20);
        var unknown = waiting("schedule", 0, 21);
        sizes.remove(unknown.source());

        assertThat(admission.admit(open))
                .containsExactly(small.id(), unknown.id())
                .doesNotContain(big.id());
    }

    @Test
    void aBigSourceIsOvertakenForTenMinutesOnly() {
        var big = waiting("schedule", 10_000_000, 0);
        var small = waiting("schedule", 1, Duration.ofMinutes(9).toSeconds());
        waiting("schedule", 1, Duration.ofMinutes(11).toSeconds());

        assertThat(admission.admit(open)).containsExactly(small.id(), big.id());
    }

    @Test
    void nothingIsAskedOfTheLedgerWhenNothingWaits() {
        running("schedule");
        var unasked = new Admission(new AdmissionSettings(2, 1), ids -> {
            throw new AssertionError("asked for " + ids);
        });

        assertThat(unasked.admit(open)).isEmpty();
    }

    private Job waiting(String trigger, long records, long afterSeconds) {
        var job = job(trigger, "New", NOON.plusSeconds(afterSeconds));
        sizes.put(job.source(), records);
        return job;
    }

    private void running(String trigger) {
        job(trigger, "Running", NOON.minusSeconds(60));
    }

    private Job job(String trigger, String status, Instant created) {
        var job = new Job(
                TimeOrderedIds.next(),
                UUID.randomUUID(),
                created,
                null,
                null,
                status,
                0,
                null,
                null,
                trigger,
                JobMode.INCREMENTAL,
                null,
                null,
                null);
        open.add(job);
        return job;
    }
}

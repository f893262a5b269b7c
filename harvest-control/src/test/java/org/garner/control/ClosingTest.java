package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.garner.control.Closing.Kept;
import org.garner.control.Closing.Result;
import org.garner.control.Closing.Verdict;
import org.garner.harvest.Cursor;
import org.garner.harvest.Outcome;
import org.garner.ledger.Holds.Decision;
import org.garner.ledger.Holds.Figures;
import org.garner.ledger.Holds.Hold;
import org.garner.ledger.JobProgress.Progress;
import org.junit.jupiter.api.Test;

class ClosingTest {
    private static final UUID JOB = new UUID(0, 1);

    @Test
    void aJobThatImportedOrFoundEverythingSucceeds() {
        assertThat(verdict("complete", 3, Map.of(Outcome.ADDED, 1L, Outcome.UNCHANGED, 2L), 0))
                .isEqualTo(new Verdict("succeeded", null));
    }

    @Test
    void anEmptyListingIsNoSuccess() {
        var verdict = verdict("complete", 0, Map.of(), 0);
        assertThat(verdict.outcome()).isEqualTo("with_errors");
        assertThat(verdict.reason()).contains("named no record", "nothing was imported");
    }

    @Test
    void aJobWhoseRecordsAllHadErrorsFails() {
        var verdict = verdict("complete", 3, Map.of(Outcome.ERRORED, 3L), 0);
        assertThat(verdict.outcome()).isEqualTo("failed");
        assertThat(verdict.reason()).contains("Each of the 3 records", "nothing was imported");
    }

    @Test
    void oneRecordWithoutErrorsMakesTheDifference() {
        assertThat(verdict("complete", 3, Map.of(Outcome.ERRORED, 2L, Outcome.UNCHANGED, 1L), 0)
                        .outcome())
                .isEqualTo("with_errors");
    }

    @Test
    void recordsThatTheLedgerNamedSayNothingAboutTheListing() {
        assertThat(verdict("named", 0, Map.of(), 0)).isEqualTo(new Verdict("succeeded", null));
        assertThat(verdict("named", 3, Map.of(Outcome.ERRORED, 3L), 0).outcome())
                .isEqualTo("with_errors");
    }

    @Test
    void aDryRunThatWouldBeHeldHoldsNothing() {
        var held = Closing.ofPlan(new Verdict("held", "some would go"), "the reason");
        assertThat(held.outcome()).isEqualTo("succeeded");
        assertThat(held.reason()).contains("Nothing was written", "the reason");
    }

    @Test
    void whatStaysByADecisionIsSaidAndIsNoError() {
        var kept = new Kept(7, hold("rejected"));
        var verdict =
                Closing.verdict(new Result(progress("complete", 3, 0), Map.of(Outcome.UNCHANGED, 3L), 0, null, kept));
        assertThat(verdict.outcome()).isEqualTo("succeeded");
        assertThat(verdict.reason()).contains("7 datasets", "stay", "ann decided so on 2026-01-31T08:00:00Z");
    }

    @Test
    void aHeldJobSaysWhichRuleHeldIt() {
        var verdict = Closing.verdict(
                new Result(progress("complete", 3, 60), Map.of(Outcome.UNCHANGED, 3L), 0, hold(null), null));
        assertThat(verdict).isEqualTo(new Verdict("held", "the reason"));
    }

    @Test
    void anApprovedWithdrawalSucceedsThoughTheListingWasEmpty() {
        var verdict = Closing.verdict(
                new Result(progress("complete", 0, 0), Map.of(Outcome.DELETED, 60L), 0, hold("approved"), null));
        assertThat(verdict).isEqualTo(new Verdict("succeeded", null));
    }

    @Test
    void anApprovedWithdrawalSaysHowManyStayedAfterAll() {
        var verdict = Closing.verdict(
                new Result(progress("complete", 3, 0), Map.of(Outcome.DELETED, 58L), 0, hold("approved"), null));
        assertThat(verdict.outcome()).isEqualTo("succeeded");
        assertThat(verdict.reason()).contains("58 of the 60", "as ann approved");
    }

    private static Verdict verdict(String completeness, long listed, Map<Outcome, Long> counts, long gatherErrors) {
        return Closing.verdict(new Result(progress(completeness, listed, 0), counts, gatherErrors, null, null));
    }

    private static Progress progress(String completeness, long listed, long held) {
        return new Progress(
                JOB,
                "sweep",
                new Cursor(""),
                null,
                completeness,
                "",
                null,
                1,
                false,
                listed,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                held,
                0,
                0,
                null);
    }

    private static Hold hold(@org.jspecify.annotations.Nullable String decision) {
        return new Hold(
                JOB,
                new UUID(0, 2),
                "halved",
                "the reason",
                new Figures(3, 63, 63, 60, 0),
                Instant.EPOCH,
                decision == null ? null : new Decision(decision, "ann", Instant.parse("2026-01-31T08:00:00Z"), null));
    }
}

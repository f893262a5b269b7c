package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.garner.embedded.TestPostgres;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestLog;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.Holds;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobLogSettings;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Jobs;
import org.garner.ledger.Sources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Jobs that a control process takes up in the state in which another left them. */
class TakenUpAgainTest {
    private final TestPostgres postgres = ControlDatabase.migrated();
    private final HikariDataSource database = JobAudit.pool(postgres);
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final JobAudit audit = new JobAudit(jdbc);
    private final Jobs jobs = new Jobs(jdbc);
    private final Sources sources = new Sources(jdbc);
    private final JobWorld world = new JobWorld(postgres, database, "again");
    private final UUID source = sources.find("again-0").orElseThrow().id();

    @AfterEach
    void close() {
        world.close();
        database.close();
        postgres.close();
    }

    @Test
    void aJobIsTakenUpWhoseBatchExecutionsEndedNobodyKnowsHow() {
        var job = running();
        batch(job, "STARTED");
        world.step(new Story.Step(Story.Kind.CONTROL_DIES, controlOf(0)));
        world.step(new Story.Step(Story.Kind.CONTROL_DIES, controlOf(1)));
        batchIs("UNKNOWN");

        assertThat(world.comeToRest(audit, Duration.ofSeconds(30))).isEmpty();

        var ended = jobs.find(job).orElseThrow();
        assertThat(ended.outcome()).as("%s", ended.reason()).isIn("succeeded", "with_errors", "failed");
        assertThat(String.valueOf(ended.reason())).doesNotContain("Batch");
    }

    /** Whoever recovered it had read it before its process began the step, and wrote after. */
    @Test
    void aJobIsTakenUpWhoseBatchExecutionEndedBeforeItsStepDid() {
        var job = running();
        batch(job, "STARTED");
        world.step(new Story.Step(Story.Kind.CONTROL_DIES, controlOf(0)));
        world.step(new Story.Step(Story.Kind.CONTROL_DIES, controlOf(1)));
        jdbc.sql("update batch_job_execution set status = 'FAILED', end_time = now()")
                .update();
        assertThat(jdbc.sql("update batch_step_execution set status = 'STARTED', end_time = null")
                        .update())
                .isPositive();

        assertThat(world.comeToRest(audit, Duration.ofSeconds(30))).isEmpty();

        var ended = jobs.find(job).orElseThrow();
        assertThat(ended.outcome()).as("%s", ended.reason()).isIn("succeeded", "with_errors", "failed");
        assertThat(String.valueOf(ended.reason())).doesNotContain("Batch");
    }

    @Test
    void aJobIsTakenUpWhoseBatchExecutionCouldNotWriteDownItsEnd() {
        var job = running();
        jdbc.sql("""
            create function refused() returns trigger language plpgsql as $$ begin raise exception 'refused by the test'; end $$
            """).update();
        jdbc.sql("""
            create trigger refused before update on batch_job_execution
               for each row when (new.end_time is not null) execute function refused()
            """).update();
        jdbc.sql("""
            create trigger refused before update on harvest_job
               for each row when (new.status = 'Finished') execute function refused()
            """).update();
        try {
            assertThat(endsUnderOneControl(job, Duration.ofSeconds(2))).isFalse();
        } finally {
            jdbc.sql("drop function refused cascade").update();
        }

        assertThat(endsUnderOneControl(job, Duration.ofSeconds(30))).isTrue();
    }

    private boolean endsUnderOneControl(UUID job, Duration patience) {
        var until = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < until) {
            world.step(new Story.Step(Story.Kind.ROUND, controlOf(0)));
            world.step(new Story.Step(Story.Kind.WORK_ALL, 1));
            if (!jobs.find(job).orElseThrow().open()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aJobIsTakenUpWhoseProcessDiedBeforeItsFirstBatchExecutionWasWritten() {
        var job = running();
        batch(job, "STARTED");
        world.step(new Story.Step(Story.Kind.CONTROL_DIES, controlOf(0)));
        world.step(new Story.Step(Story.Kind.CONTROL_DIES, controlOf(1)));
        for (var table : new String[] {
            "batch_step_execution_context",
            "batch_step_execution",
            "batch_job_execution_context",
            "batch_job_execution_params",
            "batch_job_execution"
        }) {
            jdbc.sql("delete from " + table).update();
        }

        assertThat(world.comeToRest(audit, Duration.ofSeconds(10))).isEmpty();
    }

    @Test
    void aJobThatWasAbortedWhileItWasBeingReopenedIsSettled() {
        var job = ended();
        jdbc.sql("update harvest_job_progress set phase = 'reopen' where job_id = :job")
                .param("job", job)
                .update();
        jdbc.sql("update harvest_object set report_status = null, state = 'WAITING' where harvest_job_id = :job")
                .param("job", job)
                .update();

        assertThat(world.comeToRest(audit, Duration.ofSeconds(30))).isEmpty();

        assertThat(audit.unsound()).isEmpty();
        assertThat(jobs.find(job).orElseThrow().outcome()).isEqualTo("aborted");
    }

    @Test
    void aJobThatIsResumedAtOnceAfterItsAbortGoesOn() {
        var job = running();
        batch(job, "STARTED");
        jobs.abort(job, "test", "by mistake");
        jobs.resume(job);

        assertThat(world.comeToRest(audit, Duration.ofSeconds(30))).isEmpty();

        assertThat(jobs.find(job).orElseThrow().outcome()).isNotEqualTo("aborted");
        assertThat(audit.unsound()).isEmpty();
    }

    @Test
    void aJobWhoseHistoryWasRemovedIsNotResumed() {
        var job = ended();
        assertThat(jobs.resume(job)).isTrue();
        jobs.abort(job, "test", "again");
        jdbc.sql("update harvest_job_progress set thinned = now() where job_id = :job")
                .param("job", job)
                .update();

        assertThat(jobs.resume(job)).isFalse();
    }

    @Test
    void whoLeadsNoMoreClosesNothing() {
        var job = running();
        var closing = closing(() -> {
            throw new IllegalStateException("Another leads");
        });

        assertThatThrownBy(() -> closing.on(job)).hasMessage("Another leads");
        assertThatThrownBy(() -> closing.fail(job, "no reason")).hasMessage("Another leads");

        assertThat(jobs.find(job).orElseThrow().status()).isEqualTo("Running");
        assertThat(phase(job)).isEqualTo("harvest");
    }

    @Test
    void anAbortedJobSaysNothingOfItsSourceWhenItsCloseComesLate() {
        var job = running();
        jdbc.sql("update harvest_job_progress set completeness = 'complete', listed = 5 where job_id = :job")
                .param("job", job)
                .update();
        // Aborted by another session after the close has read what it needs, and before its transaction.
        var late = new Closing(tables(() -> {}), log(), new TransactionTemplate(new JdbcTransactionManager(database)) {
            @Override
            public <T extends @org.jspecify.annotations.Nullable Object> T execute(
                    org.springframework.transaction.support.TransactionCallback<T> action) {
                jobs.abort(job, "test", "just now");
                return super.execute(action);
            }
        });

        assertThatThrownBy(() -> late.on(job)).isInstanceOf(JobTakenAwayException.class);

        assertThat(sources.lastComplete(source)).isEmpty();
        assertThat(phase(job)).isEqualTo("harvest");
    }

    @Test
    void aStartWhileAJobIsClosedWaitsForNobodyWhoWaitsForIt() throws Exception {
        var job = running();
        jdbc.sql("update harvest_job_progress set completeness = 'complete', listed = 5 where job_id = :job")
                .param("job", job)
                .update();
        var closed = new CompletableFuture<Void>();

        var started = new TransactionTemplate(new JdbcTransactionManager(database)).execute(status -> {
            jdbc.sql("select 1 from harvest_source where id = :source for share")
                    .param("source", source)
                    .query(Integer.class)
                    .single();
            closed.completeAsync(() -> {
                closing(() -> {}).on(job);
                return null;
            });
            awaitSomebodyWhoWaits();
            return jobs.add(source, "incremental", "test");
        });

        assertThat(started).isEmpty();
        closed.get(30, TimeUnit.SECONDS);
        assertThat(jobs.find(job).orElseThrow().status()).isEqualTo("Finished");
        assertThat(sources.lastComplete(source)).hasValue(5L);
    }

    private void awaitSomebodyWhoWaits() {
        var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        // Not from pg_stat_activity, which stays as it was for as long as this transaction lasts.
        while (jdbc.sql("select count(*) from pg_locks where not granted")
                        .query(Long.class)
                        .single()
                == 0) {
            assertThat(System.nanoTime()).as("nobody waits").isLessThan(end);
        }
    }

    private UUID running() {
        var job = jobs.add(source, "incremental", "test").orElseThrow();
        jobs.start(job);
        return job;
    }

    private UUID ended() {
        var job = running();
        world.step(new Story.Step(Story.Kind.ROUND, controlOf(0)));
        world.step(new Story.Step(Story.Kind.WORK_ALL, 1));
        jobs.abort(job, "test", "the test aborted it");
        assertThat(world.comeToRest(audit, Duration.ofSeconds(30))).isEmpty();
        return job;
    }

    /** A salt that chooses this control. */
    private static long controlOf(int control) {
        for (long salt = 0; ; salt++) {
            var random = new java.util.Random(salt);
            random.nextInt(3);
            if (random.nextInt(2) == control) {
                return salt;
            }
        }
    }

    /** Goes on until the job has a Batch execution in this state. */
    private void batch(UUID job, String status) {
        for (int rounds = 0; rounds < 500; rounds++) {
            world.step(new Story.Step(Story.Kind.LEAD_PASSES, controlOf(rounds % 2)));
            var found = jdbc.sql("""
                select count(*) from batch_job_execution join batch_job_execution_params using (job_execution_id)
                 where parameter_value = :job and status = :status
                """)
                    .param("job", job.toString())
                    .param("status", status)
                    .query(Long.class)
                    .single();
            if (found > 0) {
                return;
            }
        }
        throw new AssertionError("Job %s has no Batch execution that is %s".formatted(job, status));
    }

    private void batchIs(String status) {
        for (var table : new String[] {"batch_job_execution", "batch_step_execution"}) {
            jdbc.sql("update %s set status = :status".formatted(table))
                    .param("status", status)
                    .update();
        }
    }

    private String phase(UUID job) {
        return new JobProgress(jdbc).find(job).orElseThrow().phase();
    }

    private Closing closing(Lead lead) {
        return new Closing(tables(lead), log(), new TransactionTemplate(new JdbcTransactionManager(database)));
    }

    private JobLog log() {
        return new JobLog(new HarvestLog(jdbc), new JobLogSettings(HarvestLog.Level.INFO, 1000), "test");
    }

    private Closing.Tables tables(Lead lead) {
        return new Closing.Tables(
                jobs,
                new JobProgress(jdbc),
                new HarvestObjects(jdbc),
                new HarvestErrors(jdbc, log()),
                sources,
                new HarvestRecords(jdbc),
                new Holds(jdbc),
                lead);
    }
}

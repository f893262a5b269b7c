package org.garner.control;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.garner.ledger.StaleTicketException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.configuration.DuplicateJobException;
import org.springframework.batch.core.configuration.JobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobExecutionAlreadyRunningException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.JobRestartException;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/**
 * The thread of each harvest job: one Batch job instance with the steps harvest (list and settle), sweep and close. A step is one call that
 * waits for its milestone without a transaction; when the job is ended by others it stops, and a resume restarts it at that step.
 */
class HarvestBatch {
    private static final Logger LOG = LoggerFactory.getLogger(HarvestBatch.class);
    private static final String JOB_ID = "harvest.job";
    static final String NAME = "harvest";
    static final String APPROVED = "approved-withdrawal";
    private static final int TRIES = 5;
    /** Who hears that the execution which this thread is about to start has ended. */
    private static final ThreadLocal<Runnable> ENDED = new ThreadLocal<>();

    private final JobOperator operator;
    private final JobRepository repository;
    private final Milestones milestones;
    private final Job definition;
    /** What an approval runs: the same job once more, from its sweep. An execution that has completed cannot be restarted. */
    private final Job approved;

    /** What the steps wait for and do; {@code approved} tells whether a job runs for what it held and an operator approved. */
    record Milestones(
            Function<UUID, CompletableFuture<Void>> settled,
            Predicate<UUID> approved,
            StepWork sweep,
            StepWork close,
            Failure failed) {}

    /** The work of a step; it throws {@link StaleTicketException} or {@link JobTakenAwayException} when the job was ended by others. */
    @FunctionalInterface
    interface StepWork {
        void on(UUID job) throws InterruptedException;
    }

    /** Hears that a job could not go on. */
    @FunctionalInterface
    interface Failure {
        void of(UUID job, String reason);
    }

    /**
     * @param registry where the operator looks a job up that it restarts: a new process has started none, and restarts those of its predecessor
     */
    HarvestBatch(JobOperator operator, JobRepository repository, JobRegistry registry, Milestones milestones) {
        this.operator = operator;
        this.repository = repository;
        this.milestones = milestones;
        this.definition = builder(NAME)
                .start(step("harvest", this::waitUntilSettled))
                .next(step("sweep", milestones.sweep()))
                .next(step("close", milestones.close()))
                .build();
        this.approved = builder(APPROVED)
                .start(step("sweep", milestones.sweep()))
                .next(step("close", milestones.close()))
                .build();
        try {
            registry.register(definition);
            registry.register(approved);
        } catch (DuplicateJobException e) {
            throw new IllegalStateException("There are two definitions of a Batch job", e);
        }
    }

    private JobBuilder builder(String name) {
        return new JobBuilder(name, repository).listener(new JobExecutionListener() {
            @Override
            public void afterJob(JobExecution execution) {
                afterExecution(execution);
            }
        });
    }

    /**
     * Decorates the threads of executions, such that whoever started one hears of its end in any case: Batch calls no listener when it could not write the end
     * down, because the database was away or another process had put the execution in doubt.
     */
    static Runnable tellingItsEnd(Runnable execution) {
        var ended = ENDED.get();
        if (ended == null) {
            return execution;
        }
        return () -> {
            try {
                execution.run();
            } finally {
                ended.run();
            }
        };
    }

    /**
     * Starts the execution of a job, or restarts the one that stopped, failed or died with its process. Asynchronous.
     *
     * @param ended hears when the execution has ended, however it did
     */
    void run(UUID job, Runnable ended) {
        ENDED.set(ended);
        try {
            launch(job);
        } finally {
            ENDED.remove();
        }
    }

    private void launch(UUID job) {
        var parameters = parameters(job);
        var runs = milestones.approved().test(job) ? approved : definition;
        try {
            var last = repository.getLastJobExecution(runs.getName(), parameters);
            if (last == null) {
                forgetBegun(runs, parameters);
                operator.start(runs, parameters);
                return;
            }
            var execution = recovered(last);
            if (execution.getStatus() == BatchStatus.COMPLETED) {
                milestones
                        .failed()
                        .of(job, "its Batch execution %d had ended before it did".formatted(execution.getId()));
                return;
            }
            operator.restart(execution);
        } catch (JobExecutionException e) {
            if (contended(e)) {
                throw new IllegalStateException(
                        "Another process wrote to the Batch executions of job %s this very moment; whoever leads takes it up"
                                .formatted(job),
                        e);
            }
            LOG.error("The Batch execution of job {} could not be started", job, e);
            milestones.failed().of(job, "its Batch execution could not be started: " + e.getMessage());
        }
    }

    /** Two processes take the job up at the same moment, and one does not know yet that it leads no more: it started first, or left its execution in doubt. */
    private static boolean contended(JobExecutionException refusal) {
        return refusal instanceof JobRestartException
                || refusal instanceof JobExecutionAlreadyRunningException
                || refusal.getCause() instanceof JobExecutionAlreadyRunningException;
    }

    /** A process that dies between its two transactions leaves an instance without an execution, which Batch neither starts nor restarts. */
    private void forgetBegun(Job runs, JobParameters parameters) {
        var begun = repository.getJobInstance(runs.getName(), parameters);
        if (begun != null) {
            repository.deleteJobInstance(begun);
        }
    }

    /**
     * The last execution as it can be restarted. Each execution whose process is dead, or has lost the lead, is recovered, not only the last: a process that
     * wakes may have written to an older one, and while a single execution of a job runs or is in doubt, Batch restarts none.
     */
    private JobExecution recovered(JobExecution last) {
        var restarted = last;
        for (var each : repository.getJobExecutions(last.getJobInstance())) {
            // Loaded whole: an execution found otherwise has an empty context, and writing it back would lose the
            // position.
            var execution = repository.getJobExecution(each.getId());
            if (execution == null) {
                throw new IllegalStateException("The Batch execution %d has vanished".formatted(each.getId()));
            }
            if (execution.getStatus().isRunning()) {
                execution = operator.recover(execution);
            } else if (execution.getStatus() != BatchStatus.COMPLETED) {
                end(execution);
            }
            if (execution.getId() == last.getId()) {
                restarted = execution;
            }
        }
        return restarted;
    }

    /**
     * Batch recovers no execution whose end could not be written down, nor one that was recovered in the moment in which its process began a step, and
     * restarts none of their job. Here it is safe: the steps find in the ledger what was done.
     */
    private void end(JobExecution execution) {
        // Batch keeps all its times so.
        var now = LocalDateTime.now(ZoneId.systemDefault());
        for (var step : execution.getStepExecutions()) {
            if (step.getStatus() == BatchStatus.UNKNOWN || step.getStatus().isRunning()) {
                step.setStatus(BatchStatus.FAILED);
                step.setExitStatus(ExitStatus.FAILED);
                step.setEndTime(now);
                repository.update(step);
            }
        }
        if (execution.getStatus() == BatchStatus.UNKNOWN) {
            execution.setStatus(BatchStatus.FAILED);
            execution.setExitStatus(ExitStatus.FAILED);
            execution.setEndTime(now);
            repository.update(execution);
        }
    }

    /** What names the Batch instance of a job. */
    static JobParameters parameters(UUID job) {
        return new JobParametersBuilder().addString(JOB_ID, job.toString()).toJobParameters();
    }

    private Step step(String name, StepWork work) {
        return new StepBuilder(name, repository)
                .tasklet(
                        (contribution, context) -> {
                            var job = job(
                                    context.getStepContext().getStepExecution().getJobParameters());
                            try {
                                work.on(job);
                            } catch (StaleTicketException | JobTakenAwayException e) {
                                throw new JobInterruptedException(String.valueOf(e.getMessage()));
                            }
                            return RepeatStatus.FINISHED;
                        },
                        new ResourcelessTransactionManager())
                .build();
    }

    private void waitUntilSettled(UUID job) throws InterruptedException {
        try {
            milestones.settled().apply(job).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof JobTakenAwayException taken) {
                throw taken;
            }
            throw new CompletionException(e.getCause());
        }
    }

    /** An execution that failed, perhaps because the database was away, is restarted at the step that failed; after some tries the job fails. */
    private void afterExecution(JobExecution execution) {
        if (execution.getStatus() != BatchStatus.FAILED && execution.getStatus() != BatchStatus.UNKNOWN) {
            return;
        }
        var job = job(execution.getJobParameters());
        var reason = execution.getAllFailureExceptions().stream()
                .findFirst()
                .map(Throwable::toString)
                .orElse("no reason given");
        var tries = repository.getJobExecutions(execution.getJobInstance()).stream()
                .filter(HarvestBatch::failedByItself)
                .count();
        LOG.warn(
                "The Batch execution {} of job {} failed (try {} of {}): {}",
                execution.getId(),
                job,
                tries,
                TRIES,
                reason);
        if (tries >= TRIES) {
            milestones.failed().of(job, reason);
        }
    }

    /** An execution that died with its process, or was stopped and resumed, is no failed try; only what failed by itself says why. */
    private static boolean failedByItself(JobExecution execution) {
        return execution.getStatus() == BatchStatus.FAILED
                && !execution.getExitStatus().getExitDescription().isEmpty();
    }

    private static UUID job(JobParameters parameters) {
        var id = parameters.getString(JOB_ID);
        if (id == null) {
            throw new IllegalStateException("A harvest execution has no parameter " + JOB_ID);
        }
        return UUID.fromString(id);
    }
}

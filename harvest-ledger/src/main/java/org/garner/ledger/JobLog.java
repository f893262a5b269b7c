package org.garner.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.JobTicket;
import org.garner.harvest.http.Secrets;
import org.garner.ledger.HarvestErrors.ObjectFailure;
import org.garner.ledger.HarvestLog.Entry;
import org.garner.ledger.HarvestLog.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Writes the log of jobs: whoever says something goes on at once, and a thread of its own writes what was said in batches, outside of any guarded
 * transaction, so that a line neither delays nor fails work and outlives an abort. When the database is away or too slow, lines are dropped, counted,
 * and missed by number in the log itself. A process that is killed takes the lines of its last moments with it.
 */
public class JobLog implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(JobLog.class);
    private static final int WAITING = 10_000;
    private static final int BATCH = 2_000;
    private static final int JOBS = 1_000;
    private static final int LONGEST = 4_000;
    private static final long BETWEEN_WRITES_MILLIS = 100;
    private static final long BETWEEN_TRIES_MILLIS = 1_000;
    private static final long PATIENCE_MILLIS = 5_000;

    private final HarvestLog table;
    private final JobLogSettings settings;
    private final String room;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Map<UUID, Integer> lost = new HashMap<>();
    private final Map<UUID, Integer> problems = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Integer> eldest) {
            return size() > JOBS;
        }
    };
    private volatile boolean running;
    private @Nullable Thread writer;

    /** The part of a job that something is said of. */
    public enum Part {
        CONTROL,
        GATHER,
        FETCH,
        IMPORT,
        SWEEP,
        CLOSE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param room the name of this process in the log */
    public JobLog(HarvestLog table, JobLogSettings settings, String room) {
        this.table = table;
        this.settings = settings;
        this.room = room;
    }

    /** What helps to understand a job that behaves oddly; not written unless a setting asks for it. */
    public void debug(UUID job, Part part, String content) {
        say(job, part, Level.DEBUG, null, content);
    }

    /** What a job does. */
    public void info(UUID job, Part part, String content) {
        say(job, part, Level.INFO, null, content);
    }

    /** What the job deals with by itself, but an operator may want to know. */
    public void warning(UUID job, Part part, String content) {
        say(job, part, Level.WARNING, null, content);
    }

    /** The same, of what may come often: the first so many of a job are written, as the settings say. */
    public void problem(UUID job, Part part, String content) {
        problem(job, Level.WARNING, part.word(), null, content);
    }

    /** What is wrong with the listing of a job; said when the transaction under way, if any, is committed. */
    void listingFailed(JobTicket ticket, List<HarvestFailure> failures) {
        whenCommitted(() -> failures.forEach(
                failure -> problem(ticket.job(), Level.ERROR, Part.GATHER.word(), null, failure.describe())));
    }

    /** What is wrong with records of a job; said when the transaction under way, if any, is committed. */
    void recordsFailed(JobTicket ticket, List<ObjectFailure> failures) {
        whenCommitted(() -> failures.forEach(each -> problem(
                ticket.job(),
                Level.ERROR,
                each.stage().toLowerCase(Locale.ROOT),
                each.object(),
                each.failure().describe())));
    }

    private void problem(UUID job, Level level, String stage, @Nullable UUID object, String content) {
        if (level.compareTo(settings.level()) < 0) {
            return;
        }
        int count;
        synchronized (problems) {
            count = problems.merge(job, 1, Integer::sum);
        }
        if (count <= settings.problems()) {
            add(new Entry(Instant.now(), job, level, stage, object, readable(content)));
        } else if (count == settings.problems() + 1) {
            add(new Entry(
                    Instant.now(),
                    job,
                    Level.WARNING,
                    stage,
                    null,
                    "This process has written %d problems of the job here; those that follow are not. Its list of errors has all errors."
                            .formatted(settings.problems())));
        }
    }

    private void say(UUID job, Part part, Level level, @Nullable UUID object, String content) {
        if (level.compareTo(settings.level()) >= 0) {
            add(new Entry(Instant.now(), job, level, part.word(), object, readable(content)));
        }
    }

    private void add(Entry entry) {
        if (!waiting.offer(entry)) {
            miss(List.of(entry));
        }
    }

    private void miss(List<Entry> entries) {
        synchronized (lost) {
            for (var entry : entries) {
                if (lost.size() < JOBS || lost.containsKey(entry.job())) {
                    lost.merge(entry.job(), 1, Integer::sum);
                }
            }
        }
    }

    private static void whenCommitted(Runnable said) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    said.run();
                }
            });
        } else {
            said.run();
        }
    }

    private static String readable(String content) {
        var clean = Columns.storable(Secrets.hidden(content));
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) + " …" : clean;
    }

    @Override
    public void start() {
        running = true;
        writer = Thread.ofPlatform().daemon().name("job-log").start(this::write);
    }

    private void write() {
        var batch = new ArrayList<Entry>(BATCH);
        try {
            while (running || !waiting.isEmpty() || !batch.isEmpty()) {
                if (take(batch)) {
                    write(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True when there is something to write. */
    private boolean take(List<Entry> batch) throws InterruptedException {
        if (batch.isEmpty()) {
            var first = waiting.poll(BETWEEN_WRITES_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
            }
        }
        waiting.drainTo(batch, BATCH - batch.size());
        return !batch.isEmpty();
    }

    private void write(List<Entry> batch) throws InterruptedException {
        try {
            table.add(room, batch);
            batch.clear();
            sayWhatWasLost();
            if (running) {
                Thread.sleep(BETWEEN_WRITES_MILLIS);
            }
        } catch (RuntimeException e) {
            if (running && OutsideTrouble.is(e)) {
                LOG.debug("{} lines of the log of jobs wait: {}", waiting.size() + batch.size(), e.getMessage());
                Thread.sleep(BETWEEN_TRIES_MILLIS);
            } else {
                LOG.warn("{} lines of the log of jobs could not be written and are lost", batch.size(), e);
                miss(batch);
                batch.clear();
            }
        }
    }

    private void sayWhatWasLost() {
        Map<UUID, Integer> missing;
        synchronized (lost) {
            missing = Map.copyOf(lost);
            lost.clear();
        }
        missing.forEach((job, lines) -> {
            LOG.warn("{} lines of the log of job {} were lost: the database did not take them", lines, job);
            warning(
                    job,
                    Part.CONTROL,
                    "%d lines that this process had for this log are lost: the database did not take them in time."
                            .formatted(lines));
        });
    }

    /** Writes what waits, for five seconds at most. */
    @Override
    public void stop() {
        running = false;
        var thread = writer;
        if (thread == null) {
            return;
        }
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Started first and stopped last: what the other parts say while they stop is written too. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1_000;
    }
}

package org.garner.control.rest;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.garner.control.rest.JobViews.JobView;
import org.garner.ledger.Jobs;
import org.garner.ledger.NamedRecords;
import org.garner.ledger.RequestKeys;
import org.garner.ledger.Sources.Stored;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/** What operators can do with jobs; every control process answers, whether it leads or not. */
public class JobControl {
    private final Jobs jobs;
    private final NamedRecords records;
    private final KeyedRequests keyed;
    private final SourceControl sources;
    private final JobViews views;
    private final Gate gate;
    private final TransactionTemplate transaction;
    private final Wake wake;

    /** The tables that starting and ending jobs needs. */
    record Tables(Jobs jobs, NamedRecords records, RequestKeys keys) {}

    JobControl(
            Tables tables,
            SourceControl sources,
            JobViews views,
            Gate gate,
            TransactionTemplate transaction,
            Wake wake) {
        this.jobs = tables.jobs();
        this.records = tables.records();
        this.keyed = new KeyedRequests(tables.keys());
        this.sources = sources;
        this.views = views;
        this.gate = gate;
        this.transaction = transaction;
        this.wake = wake;
    }

    /**
     * Starts a job; it runs as soon as the leader sees it.
     *
     * @param key names this request: when it comes again within a day, it is answered as before and nothing is started
     * @param written how a job is written as an answer
     * @return the answer
     */
    public String start(String source, NewJob wanted, @Nullable String key, Function<JobView, String> written) {
        var found = sources.source(source);
        var request = "start a job of source %s, %s".formatted(found.id(), wanted.words());
        var answer = transaction.<String>execute(
                status -> keyed.once(key, request, () -> written.apply(add(found, wanted))));
        wake.soon();
        return answer;
    }

    private JobView add(Stored source, NewJob wanted) {
        var id = jobs.add(source.id(), wanted.mode(), wanted.guids(), Jobs.By.somebody(gate.asker()));
        if (id.isPresent()) {
            wanted.check(source, records);
            Asked.note("job", id.get());
            return job(id.get());
        }
        var open = jobs.openOf(source.id());
        if (open.isPresent()) {
            throw SourceControl.openJob(source.settings().name(), open.get(), "");
        }
        sources.requireNoOperation(source.id(), source.settings().name());
        throw inactive(source.settings().name());
    }

    static ProblemException inactive(String source) {
        return new ProblemException(
                ProblemCode.SOURCE_INACTIVE,
                "Can not create jobs on inactive sources. %s is not active: PATCH it with {\"active\": true} first."
                        .formatted(source));
    }

    JobView job(UUID id) {
        return views.of(List.of(id)).stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("There is no job '%s'.".formatted(id)));
    }

    /** Makes sure that there is such a job. */
    public Jobs.Job require(UUID id) {
        return jobs.find(id).orElseThrow(() -> ProblemException.notFound("There is no job '%s'.".formatted(id)));
    }

    List<JobView> list(Jobs.Filter filter, @Nullable UUID before, int limit) {
        return views.ofJobs(jobs.list(filter, before, limit));
    }

    /** Ends an open job. From the return on, nothing of it is committed. */
    public JobView abort(UUID id) {
        require(id);
        if (!jobs.abort(id, Jobs.By.somebody(gate.asker()), "aborted by an operator")) {
            throw new ProblemException(
                    ProblemCode.JOB_ENDED,
                    "The job %s has ended already (%s). There is nothing to abort."
                            .formatted(id, require(id).outcome()),
                    Map.of("job", id.toString()));
        }
        wake.soon();
        return job(id);
    }

    /** Runs an aborted job again, from where it stood. */
    JobView resume(UUID id) {
        var job = job(id);
        boolean resumed;
        try {
            resumed = jobs.resume(id);
        } catch (DuplicateKeyException e) {
            resumed = false;
        }
        if (!resumed) {
            sources.requireNoOperation(job.source().id(), job.source().name());
        }
        if (!resumed && sources.inactive(job.source().id())) {
            throw inactive(job.source().name());
        }
        if (!resumed) {
            throw new ProblemException(
                    ProblemCode.JOB_NOT_RESUMABLE,
                    "The job %s cannot be resumed: only the newest job of a source can, after it was aborted. Start a new one."
                            .formatted(id),
                    Map.of("job", id.toString()));
        }
        wake.soon();
        return job(id);
    }
}

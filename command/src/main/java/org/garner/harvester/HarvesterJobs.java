package org.garner.harvester;

import static org.garner.client.ServerClient.encoded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.garner.client.ActionsClient;
import org.garner.client.InstallationClient;
import org.garner.client.Job;
import org.garner.client.JobsClient;
import org.garner.client.Queue;
import org.garner.client.ServerClient;
import org.garner.client.ServerException;
import org.garner.client.SourcesClient;
import org.garner.console.CommandException;
import org.garner.console.Words;
import org.jspecify.annotations.Nullable;

/** What the verbs about jobs and the queue do. */
final class HarvesterJobs {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final CkanServer ckan;
    private final ServerClient server;
    private final JobsClient jobs;

    HarvesterJobs(CkanServer ckan, ServerClient server) {
        this.ckan = ckan;
        this.server = server;
        this.jobs = new JobsClient(server);
    }

    void create(String source) {
        var id = new HarvesterSources(ckan, server).id(source);
        Blocks.job(
                ckan.out(),
                new SourcesClient(server).start(id, "incremental", List.of()).json());
        ckan.print(Blocks.thereAre(jobs.each("?status=New", Long.MAX_VALUE, any -> {}), "new harvest job"));
    }

    /** Prints page by page: ten thousand jobs need no more memory than two hundred, and the newest are there at once. */
    void list() {
        var count = jobs.each("", Long.MAX_VALUE, job -> Blocks.job(ckan.out(), job.json()));
        ckan.print(Blocks.thereAre(count, "harvest job"));
    }

    /** Starts a job of each active source that has none open. */
    void createAll() {
        var created = new ActionsClient(server).call("harvest_job_create_all", Map.of());
        ckan.print("Created %d new harvest jobs".formatted(created.size()));
    }

    /**
     * Aborts a job, or the newest of a source. One that has ended already is as good: what was asked for is so.
     *
     * @param onlySource whether it can be a source only
     * @param force whether it is as good, too, that there is no job at all
     */
    void abort(String jobOrSource, boolean onlySource, boolean force) {
        var found = onlySource ? newest(jobOrSource) : job(jobOrSource).or(() -> newest(jobOrSource));
        if (found.isEmpty() && force) {
            ckan.say("The source %s has no job: there is nothing to abort.", jobOrSource);
            return;
        }
        var job = found.orElseThrow(() -> CommandException.failed("Job not found."));
        ckan.print("Job status: " + ended(job).status());
    }

    private Job ended(Job job) {
        try {
            return jobs.abort(job.id()).value();
        } catch (ServerException e) {
            if (e.status() != 409) {
                throw e;
            }
            ckan.say("%s", String.valueOf(e.getMessage()));
            return jobs.show(job.id()).value();
        }
    }

    private Optional<Job> job(String id) {
        var typed = id.strip().toLowerCase(Locale.ROOT);
        if (!ID.matcher(typed).matches()) {
            return Optional.empty();
        }
        return found(() -> jobs.show(typed).value());
    }

    private Optional<Job> newest(String source) {
        var newest = new ArrayList<Job>();
        return found(() -> jobs.each("?source=" + encoded(source), 1, job -> newest.add(job.value())))
                .flatMap(any -> newest.stream().findFirst());
    }

    private static <T> Optional<T> found(Supplier<T> ask) {
        try {
            return Optional.of(ask.get());
        } catch (ServerException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** @param lifeSpan in days; nothing for what the server takes as one */
    void abortFailed(Optional<Integer> lifeSpan, List<String> include, List<String> exclude) {
        var parameters = new LinkedHashMap<String, Object>();
        lifeSpan.ifPresent(days -> parameters.put("life_span", days));
        if (!include.isEmpty()) {
            parameters.put("include", include);
        }
        if (!exclude.isEmpty()) {
            parameters.put("exclude", exclude);
        }
        ckan.print(new ActionsClient(server)
                .call("harvest_abort_failed_jobs", parameters)
                .asString(""));
    }

    /** Says first what there is, then what was purged: between the two, jobs may end and begin. */
    void purge(@Nullable String source) {
        var queue = new InstallationClient(server).queue(source).value().total();
        ckan.say("In the queue%s: %s.", source == null ? "" : " of " + source, counts(queue));
        Map<String, String> body = source == null ? Map.of() : Map.of("source", source);
        var purged = server.ask("POST", "/queue/purge", body, Purged.class).value();
        purged.purged()
                .forEach(entry -> ckan.print("Purged job %s of %s"
                        .formatted(entry.job(), entry.source().name())));
        ckan.print("Purged: " + counts(purged.total()));
    }

    private record Purged(Queue.Total total, List<Queue.Entry> purged) {}

    private static String counts(Queue.Total total) {
        return "%s, %s, %s"
                .formatted(
                        Words.counted(total.jobs(), "open job"),
                        Words.counted(total.orders(), "order"),
                        Words.counted(total.objects(), "record"));
    }

    void run() {
        new ActionsClient(server).call("harvest_jobs_run", Map.of());
        ckan.say("Control starts jobs when they are due and ends them when they are done, by itself; this has told it"
                + " to look now.");
    }

    /** @param wanted as harvest_objects_import takes it */
    void reimport(Map<String, ?> wanted) {
        var count =
                new ActionsClient(server).call("harvest_objects_import", wanted).asLong();
        ckan.print("%d objects reimported".formatted(count));
    }
}

package org.garner.control.actions.write;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.control.rest.Desk;
import org.garner.ledger.JobReports;
import org.garner.ledger.JobReports.Running;
import org.garner.ledger.Jobs;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Ends jobs that run for longer than their source's frequency allows. */
@Component
class HarvestAbortFailedJobs extends HarvestWrite {
    private static final int DAYS = 7;
    private static final Map<String, Integer> DAYS_BY_FREQUENCY =
            Map.of("DAILY", 1, "WEEKLY", 7, "BIWEEKLY", 14, "MONTHLY", 30);

    private final JobReports reports;
    private final Jobs jobs;

    HarvestAbortFailedJobs(Desk desk, JobReports reports, Jobs jobs) {
        super(desk);
        this.reports = reports;
        this.jobs = jobs;
    }

    @Override
    public String name() {
        return "harvest_abort_failed_jobs";
    }

    @Override
    public String help() {
        return "Aborts jobs that run for longer than a day (of DAILY sources), 7 days (WEEKLY), 14 (BIWEEKLY), 30"
                + " (MONTHLY), or else life_span days, 7 unless told; says how many. include: only those of these"
                + " sources (ids or names); exclude: not those of these, unless include is given. A job without"
                + " progress is ended by the server itself, long before. For sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.OPERATE_ALL;
    }

    @Override
    String subject() {
        return "life_span";
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        desk().require(Permission.OPERATE_ALL);
        var lifeSpan = parameters.count("life_span", DAYS);
        var include = parameters.texts("include");
        var exclude = parameters.texts("exclude");
        var old = reports.running().stream()
                .filter(job -> include.isEmpty() ? !names(exclude, job) : names(include, job))
                .filter(job -> outlived(job, lifeSpan))
                .map(Running::id)
                .toList();
        var aborted = old.isEmpty()
                ? 0
                : jobs.abortAll(
                                old,
                                Jobs.By.somebody(desk().asker()),
                                "aborted because it ran for longer than its source's life span allows")
                        .size();
        desk().wake();
        result.writeString(aborted == 0 ? "There is no jobs to abort" : "Done. Aborted jobs: " + aborted);
    }

    private static boolean names(List<String> sources, Running job) {
        return sources.contains(job.source().toString()) || sources.contains(job.sourceName());
    }

    private static boolean outlived(Running job, int lifeSpan) {
        var days = DAYS_BY_FREQUENCY.getOrDefault(job.frequency(), lifeSpan);
        return job.created().isBefore(Instant.now().minus(Duration.ofDays(days)));
    }
}

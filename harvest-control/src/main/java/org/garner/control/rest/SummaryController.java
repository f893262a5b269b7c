package org.garner.control.rest;

import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.Jobs;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** How much there is of a source, to be seen before any of it is cleared or deleted: {@code /api/v1/sources/SOURCE/summary}. */
@RestController
@RequestMapping(Problems.PATH + "/sources/{source}/summary")
class SummaryController {
    private final SourceControl sources;
    private final HarvestRecords records;
    private final Jobs jobs;
    private final JobControl control;

    SummaryController(SourceControl sources, HarvestRecords records, Jobs jobs, JobControl control) {
        this.sources = sources;
        this.records = records;
        this.jobs = jobs;
        this.control = control;
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Summary(
            Source source,
            long datasets,
            long jobs,
            @Nullable JobJson lastJob) {
        record Source(UUID id, String name) {}
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping
    Summary show(@PathVariable String source) {
        var found = sources.source(source);
        var last = control.list(new Jobs.Filter(found.id(), null, null, null, null), null, 1);
        return new Summary(
                new Summary.Source(found.id(), found.settings().name()),
                records.live(found.id()),
                jobs.count(found.id()),
                last.stream().map(JobJson::of).findFirst().orElse(null));
    }
}

package org.garner.control.rest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.harvest.JobMode;
import org.garner.ledger.Plans;
import org.garner.ledger.Plans.Planned;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What a dry run would change: {@code /api/v1/jobs/JOB/plan}, in pages, or as one table of comma-separated values. */
@RestController
@RequestMapping(Problems.PATH + "/jobs/{job}/plan")
class PlanController {
    private static final int USUAL = 100;

    private final JobControl control;
    private final Plans plans;
    private final JsonMapper json;

    PlanController(JobControl control, Plans plans, JsonMapper json) {
        this.control = control;
        this.plans = plans;
        this.json = json;
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> page(
            @PathVariable UUID job,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        var most = Page.limit(Objects.requireNonNullElse(limit, USUAL), Page.MOST);
        var settled = settled(job);
        var page = Page.of("plan", plans.list(job, cursor, most + 1), most, this::row, Planned::guid);
        page.put("settled", settled);
        return page;
    }

    /** The whole rest of the plan when no limit is given; a page of it is in memory at a time. */
    @Needs(Permission.READ_JOBS)
    @GetMapping(produces = Csv.TYPE)
    void table(
            @PathVariable UUID job,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            HttpServletResponse response)
            throws IOException {
        if (limit != null) {
            Page.limit(limit, Page.MOST);
        }
        settled(job);
        try (var csv = Csv.answer(
                response, "plan-" + job, "guid", "action", "held", "package_id", "name", "title", "changes", "more")) {
            Csv.pages(
                    cursor,
                    limit,
                    (after, page) -> plans.list(job, after, page),
                    Planned::guid,
                    row -> csv.row(
                            row.guid(),
                            row.action().word(),
                            row.held(),
                            row.dataset(),
                            row.name(),
                            row.title(),
                            row.changes(),
                            row.more()));
        }
    }

    /** Whether the plan is whole; refuses jobs that have none. */
    private boolean settled(UUID id) {
        var view = control.job(id);
        var mode = view.job().mode();
        if (!mode.onlyPlans()) {
            throw ProblemException.notFound(
                    "The job %s has no plan: its mode is %s, and only a job of mode %s writes down what it would change."
                            .formatted(id, mode.word(), JobMode.DRY_RUN.word()));
        }
        return view.settled();
    }

    private Map<String, @Nullable Object> row(Planned planned) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("guid", planned.guid());
        row.put("action", planned.action().word());
        row.put("held", planned.held());
        row.put("package_id", planned.dataset());
        row.put("name", planned.name());
        row.put("title", planned.title());
        row.put("changes", json.readTree(planned.changes()));
        row.put("more", planned.more());
        return row;
    }
}

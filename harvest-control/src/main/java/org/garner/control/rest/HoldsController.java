package org.garner.control.rest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.ledger.Holds;
import org.garner.ledger.Holds.Hold;
import org.garner.ledger.Holds.Planned;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Withdrawals that wait for an operator: {@code /api/v1/jobs/JOB/held}, and how they are decided. */
@RestController
@RequestMapping(Problems.PATH + "/jobs/{job}")
class HoldsController {
    private static final int LONGEST_NOTE = 2000;

    private final HoldControl control;
    private final JobControl jobs;
    private final Holds holds;
    private final Gate gate;

    HoldsController(HoldControl control, JobControl jobs, Holds holds, Gate gate) {
        this.control = control;
        this.jobs = jobs;
        this.holds = holds;
        this.gate = gate;
    }

    /** Why the withdrawal is held, and what would go. */
    @Needs(Permission.READ_JOBS)
    @GetMapping("/held")
    Map<String, @Nullable Object> held(
            @PathVariable UUID job,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        var most = Page.limit(limit, Page.MOST);
        jobs.require(job);
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("hold", holds.find(job).map(HoldJson::of).orElse(null));
        answer.putAll(
                Page.of("held", holds.plan(job, cursor, most + 1), most, HoldsController::planned, Planned::guid));
        return answer;
    }

    /** The same as a table; all of it, unless a limit is given. */
    @Needs(Permission.READ_JOBS)
    @GetMapping(path = "/held", produces = Csv.TYPE)
    void heldAsCsv(
            @PathVariable UUID job,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            HttpServletResponse response)
            throws IOException {
        jobs.require(job);
        var rule = holds.find(job).map(Hold::rule).orElse("");
        try (var csv = Csv.answer(response, "held-" + job, "guid", "package_id", "rule")) {
            Csv.pages(
                    cursor,
                    limit,
                    (after, most) -> holds.plan(job, after, most),
                    Planned::guid,
                    row -> csv.row(row.guid(), row.packageId(), rule));
        }
    }

    @Needs(Permission.OPERATE_SOURCE)
    @PostMapping(path = "/approve", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<JobJson> approve(@PathVariable UUID job, @RequestBody(required = false) @Nullable JsonNode body) {
        var approved = control.approve(job, gate.asker(), note(body));
        return ResponseEntity.accepted()
                .location(URI.create(Problems.PATH + "/jobs/" + job))
                .body(JobJson.of(approved));
    }

    @Needs(Permission.OPERATE_SOURCE)
    @PostMapping(path = "/reject", consumes = MediaType.APPLICATION_JSON_VALUE)
    JobJson reject(@PathVariable UUID job, @RequestBody(required = false) @Nullable JsonNode body) {
        return JobJson.of(control.reject(job, gate.asker(), note(body)));
    }

    private static @Nullable String note(@Nullable JsonNode body) {
        var members = new Members(body, "note");
        var note = members.text("note", LONGEST_NOTE);
        members.check();
        return note == null || note.isEmpty() ? null : note;
    }

    private static Map<String, Object> planned(Planned planned) {
        var json = new LinkedHashMap<String, Object>();
        json.put("guid", planned.guid());
        json.put("package_id", planned.packageId());
        return json;
    }
}

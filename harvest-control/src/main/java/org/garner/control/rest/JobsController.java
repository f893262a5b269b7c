package org.garner.control.rest;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.garner.catalog.access.Permission;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.IdPrefix;
import org.garner.ledger.Jobs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jobs: {@code /api/v1/jobs}, and how they are started. */
@RestController
@RequestMapping(Problems.PATH)
class JobsController {
    private static final int MOST = 200;
    private static final List<String> STATUSES = List.of("New", "Running", "Finished");
    private static final List<String> OUTCOMES = List.of("succeeded", "with_errors", "held", "failed", "aborted");
    static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Pattern ERROR_CURSOR = Pattern.compile("([go]\\d{1,18})?");

    private final JobControl control;
    private final SourceControl sources;
    private final HarvestErrors errors;
    private final JsonMapper json;

    JobsController(JobControl control, SourceControl sources, HarvestErrors errors, JsonMapper json) {
        this.control = control;
        this.sources = sources;
        this.errors = errors;
        this.json = json;
    }

    @Needs(Permission.OPERATE_SOURCE)
    @PostMapping(path = "/sources/{source}/jobs", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> start(
            @PathVariable String source,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable JsonNode body) {
        var wanted = NewJob.of(body);
        if (key != null && !KEY.matcher(key).matches()) {
            throw ProblemException.parameter(
                    "The header Idempotency-Key has 1 to 200 visible ASCII characters without blanks. Nothing was"
                            + " started.");
        }
        var answer = control.start(source, wanted, key, job -> json.writeValueAsString(JobJson.of(job)));
        return ResponseEntity.accepted()
                .location(address(json.readTree(answer).path("id").asString()))
                .contentType(MediaType.APPLICATION_JSON)
                .body(answer);
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping("/jobs")
    Map<String, Object> list(
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String prefix,
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "50") int limit) {
        var most = Page.limit(limit, MOST);
        var filter = new Jobs.Filter(
                source == null ? null : sources.source(source).id(),
                oneOf("status", status, STATUSES),
                oneOf("outcome", outcome, OUTCOMES),
                Times.of("since", since),
                prefix == null ? null : prefix(prefix));
        return Page.of(
                "jobs",
                control.list(filter, cursor, most + 1),
                most,
                JobJson::of,
                view -> view.job().id());
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping("/jobs/{job}")
    JobJson show(@PathVariable UUID job) {
        return JobJson.of(control.job(job));
    }

    @Needs(Permission.OPERATE_SOURCE)
    @PostMapping("/jobs/{job}/abort")
    JobJson abort(@PathVariable UUID job) {
        return JobJson.of(control.abort(job));
    }

    @Needs(Permission.OPERATE_SOURCE)
    @PostMapping("/jobs/{job}/resume")
    ResponseEntity<JobJson> resume(@PathVariable UUID job) {
        var resumed = control.resume(job);
        return ResponseEntity.accepted().location(address(job.toString())).body(JobJson.of(resumed));
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping("/jobs/{job}/errors")
    Map<String, Object> errors(
            @PathVariable UUID job,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        control.require(job);
        if (!ERROR_CURSOR.matcher(cursor).matches()) {
            throw ProblemException.parameter(
                    "The parameter cursor is the next of a page of errors, but was '%s'.".formatted(cursor));
        }
        var most = Page.limit(limit, Page.MOST);
        return Page.of(
                "errors", errors.list(job, cursor, most + 1), most, JobsController::error, HarvestErrors.Row::cursor);
    }

    /** What went wrong, by stage and kind, with the first of each. */
    @Needs(Permission.READ_JOBS)
    @GetMapping("/jobs/{job}/errors/kinds")
    Map<String, List<KindJson>> kinds(@PathVariable UUID job) {
        control.require(job);
        return Map.of("kinds", errors.kinds(job).stream().map(KindJson::of).toList());
    }

    record KindJson(
            String stage, String kind, long count, @Nullable String guid, String message) {
        static KindJson of(HarvestErrors.OfKind of) {
            return new KindJson(of.stage(), of.kind(), of.count(), of.guid(), of.message());
        }
    }

    private static Map<String, @Nullable Object> error(HarvestErrors.Row row) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("guid", row.guid());
        json.put("stage", row.stage());
        json.put("kind", row.kind());
        json.put("message", row.message());
        json.put("line", row.line());
        json.put("url", ObjectJson.hidden(row.url()));
        return json;
    }

    private static IdPrefix prefix(String typed) {
        return IdPrefix.of(typed)
                .orElseThrow(() -> ProblemException.parameter(
                        "The parameter prefix is how an id begins, at least its first 8 digits, but was '%s'."
                                .formatted(typed)));
    }

    static @Nullable String oneOf(String parameter, @Nullable String value, List<String> known) {
        if (value != null && !known.contains(value)) {
            throw ProblemException.parameter(
                    "The parameter %s is one of %s, but was '%s'.".formatted(parameter, known, value));
        }
        return value;
    }

    private static URI address(String job) {
        return URI.create(Problems.PATH + "/jobs/" + job);
    }
}

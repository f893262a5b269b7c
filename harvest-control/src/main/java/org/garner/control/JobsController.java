package org.garner.control;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.garner.control.JobControl.BadRequest;
import org.garner.control.JobControl.JobView;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.InvalidConfigException;
import org.garner.harvest.Outcome;
import org.garner.harvest.SourceConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The job-control endpoint, {@code /api/v1}. Errors are problems (RFC 9457); every call needs the bearer token. */
@RestController
@RequestMapping("/api/v1")
class JobsController {
    private static final int MOST = 1000;

    private final JobControl control;

    JobsController(JobControl control) {
        this.control = control;
    }

    /** A source to be made; {@code config} is a JSON object, or its text. */
    record NewSource(
            @Nullable String url,
            @Nullable String type,
            @Nullable String name,
            @Nullable String title,
            @Nullable String publisher,
            @Nullable JsonNode config) {}

    /** How a job is to run: {@code incremental} or {@code full}. */
    record NewJob(@Nullable String mode) {}

    @PostMapping("/sources")
    ResponseEntity<Map<String, Object>> makeSource(@RequestBody NewSource wanted) {
        if (wanted.url() == null || wanted.type() == null) {
            throw new BadRequest("A source needs a url and a type, but the request had url '%s' and type '%s'."
                    .formatted(wanted.url(), wanted.type()));
        }
        var made = control.makeSource(
                url(wanted.url()),
                type(wanted.type()),
                wanted.name(),
                wanted.title(),
                wanted.publisher(),
                config(wanted.config()));
        return made.made()
                ? ResponseEntity.created(
                                URI.create("/api/v1/sources/" + made.source().id()))
                        .body(source(made.source()))
                : ResponseEntity.ok(source(made.source()));
    }

    @GetMapping("/sources")
    Map<String, Object> sources(
            @RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        var page = control.sources(after, bounded(limit));
        return page(
                "sources",
                page.stream().map(JobsController::source).toList(),
                page.size() < bounded(limit) ? null : page.getLast().name());
    }

    @GetMapping("/sources/{source}")
    Map<String, Object> source(@PathVariable String source) {
        return source(control.source(source));
    }

    @PostMapping("/sources/{source}/jobs")
    ResponseEntity<Map<String, Object>> start(
            @PathVariable String source, @RequestBody(required = false) @Nullable NewJob wanted) {
        var mode = wanted == null || wanted.mode() == null ? "incremental" : wanted.mode();
        if (!List.of("incremental", "full").contains(mode)) {
            throw new BadRequest("A job's mode is incremental or full, but was '%s'.".formatted(mode));
        }
        var job = control.start(source, mode, "api");
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/jobs/" + job.job().id()))
                .body(job(job));
    }

    @GetMapping("/jobs")
    Map<String, Object> jobs(
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable UUID before,
            @RequestParam(defaultValue = "50") int limit) {
        var most = Math.min(bounded(limit), 200);
        var page = control.jobs(source, before, most);
        return page(
                "jobs",
                page.stream().map(JobsController::job).toList(),
                page.size() < most ? null : page.getLast().job().id().toString());
    }

    @GetMapping("/jobs/{job}")
    Map<String, Object> job(@PathVariable UUID job) {
        return job(control.job(job));
    }

    @PostMapping("/jobs/{job}/abort")
    Map<String, Object> abort(@PathVariable UUID job) {
        return job(control.abort(job, "api"));
    }

    @PostMapping("/jobs/{job}/resume")
    ResponseEntity<Map<String, Object>> resume(@PathVariable UUID job) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/jobs/" + job))
                .body(job(control.resume(job)));
    }

    @GetMapping("/jobs/{job}/errors")
    Map<String, Object> errors(
            @PathVariable UUID job,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "100") int limit) {
        var page = control.errors(job, after, bounded(limit));
        return page(
                "errors",
                page.stream()
                        .map(row -> {
                            var error = new LinkedHashMap<String, @Nullable Object>();
                            error.put("guid", row.guid());
                            error.put("stage", row.stage());
                            error.put("kind", row.kind());
                            error.put("message", row.message());
                            error.put("line", row.line());
                            error.put("url", row.url());
                            return error;
                        })
                        .toList(),
                page.size() < bounded(limit) ? null : page.getLast().cursor());
    }

    @GetMapping("/jobs/{job}/held")
    Map<String, Object> held(
            @PathVariable UUID job,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "100") int limit) {
        var page = control.held(job, after, bounded(limit));
        return page(
                "held",
                page.stream()
                        .map(held -> Map.of("guid", held.guid(), "package_id", Objects.toString(held.packageId(), "")))
                        .toList(),
                page.size() < bounded(limit) ? null : page.getLast().guid());
    }

    private static Map<String, Object> page(String name, List<?> rows, @Nullable String next) {
        var page = new LinkedHashMap<String, Object>();
        page.put(name, rows);
        if (next != null) {
            page.put("next", next);
        }
        return page;
    }

    private static Map<String, Object> source(HarvestSource source) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", source.id());
        json.put("name", source.name());
        json.put("url", source.url());
        json.put("type", source.type().value());
        json.put("title", source.title());
        json.put("config", source.config().shown());
        if (source.ownerOrg() != null) {
            json.put("publisher", source.ownerOrg());
        }
        return json;
    }

    private static Map<String, Object> job(JobView view) {
        var job = view.job();
        var progress = view.progress();
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("id", job.id());
        json.put(
                "source",
                Map.of(
                        "id",
                        view.source().id(),
                        "name",
                        view.source().name(),
                        "url",
                        view.source().url()));
        json.put("status", job.status());
        json.put("outcome", job.outcome());
        json.put("reason", job.reason());
        json.put("phase", progress.phase());
        json.put("mode", job.mode());
        json.put("trigger", job.trigger());
        json.put("epoch", job.epoch());
        json.put("created", job.created());
        json.put("started", job.started());
        json.put("finished", job.finished());
        json.put("ended_by", job.endedBy());
        var listing = new LinkedHashMap<String, @Nullable Object>();
        listing.put("completeness", progress.completeness());
        listing.put("mode", progress.listingMode());
        listing.put("expected", progress.expected());
        json.put("listing", listing);
        var counts = new LinkedHashMap<String, Object>();
        counts.put("gathered", progress.listed());
        counts.put("duplicates", progress.duplicates());
        for (var outcome : Outcome.values()) {
            counts.put(
                    outcome == Outcome.UNCHANGED ? "unchanged" : outcome.reportStatus(),
                    view.counts().getOrDefault(outcome, 0L));
        }
        counts.put("fetched", view.fetched());
        var ended = view.counts().entrySet().stream()
                .filter(entry -> entry.getKey() != Outcome.DELETED)
                .mapToLong(Map.Entry::getValue)
                .sum();
        counts.put("open", Math.max(0, progress.listed() - ended));
        json.put("counts", counts);
        // A job that was resumed a moment ago still has the final counts of its abort.
        json.put("settled", progress.settled() && !job.open());
        json.put("held", progress.held());
        json.put("errors_total", view.errors());
        json.put("requests", progress.requests());
        json.put("bytes", progress.bytes());
        return json;
    }

    private static URI url(String text) {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new BadRequest("'%s' is not a URL: %s".formatted(text, e.getMessage()));
        }
    }

    private static HarvesterType type(String text) {
        try {
            return new HarvesterType(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(String.valueOf(e.getMessage()));
        }
    }

    private static SourceConfig config(@Nullable JsonNode config) {
        try {
            if (config == null || config.isNull()) {
                return SourceConfig.NONE;
            }
            return SourceConfig.parse(config.isString() ? config.asString() : config.toString());
        } catch (InvalidConfigException e) {
            throw new BadRequest(String.valueOf(e.getMessage()));
        }
    }

    private static int bounded(int limit) {
        return Math.clamp(limit, 1, MOST);
    }
}

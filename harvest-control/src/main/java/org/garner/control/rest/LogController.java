package org.garner.control.rest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.garner.catalog.access.Permission;
import org.garner.ledger.HarvestLog;
import org.garner.ledger.HarvestLog.Level;
import org.garner.ledger.HarvestLog.Line;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The log of a job: {@code /api/v1/jobs/JOB/log}, in pages, or as plain text. */
@RestController
@RequestMapping(Problems.PATH + "/jobs/{job}/log")
class LogController {
    private static final int USUAL = 100;
    private static final Pattern CURSOR = Pattern.compile("\\d{1,18}");
    private static final String LEVELS = Arrays.stream(Level.values())
            .map(level -> level.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));

    private final JobControl control;
    private final HarvestLog log;

    LogController(JobControl control, HarvestLog log) {
        this.control = control;
        this.log = log;
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> page(
            @PathVariable UUID job,
            @RequestParam(defaultValue = "debug") String level,
            @RequestParam(defaultValue = "0") String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        var least = level(level);
        var after = cursor(cursor);
        var most = Page.limit(Objects.requireNonNullElse(limit, USUAL), Page.MOST);
        control.require(job);
        return Page.of("log", log.ofJob(job, least, after, most + 1), most, LogController::row, Line::id);
    }

    /** The whole rest of the log when no limit is given; a page of it is in memory at a time. */
    @Needs(Permission.READ_JOBS)
    @GetMapping(produces = MediaType.TEXT_PLAIN_VALUE)
    void text(
            @PathVariable UUID job,
            @RequestParam(defaultValue = "debug") String level,
            @RequestParam(defaultValue = "0") String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            HttpServletResponse response)
            throws IOException {
        var least = level(level);
        var after = cursor(cursor);
        if (limit != null) {
            Page.limit(limit, Page.MOST);
        }
        control.require(job);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"job-%s.log\"".formatted(job));
        response.setHeader("X-Content-Type-Options", "nosniff");
        var out = response.getWriter();
        Csv.pages(
                Long.toString(after),
                limit,
                (last, most) -> log.ofJob(job, least, Long.parseLong(last), most),
                line -> Long.toString(line.id()),
                line -> out.write(text(line)));
        out.flush();
    }

    private static Level level(String level) {
        return Level.of(level)
                .orElseThrow(() -> ProblemException.parameter(
                        "The parameter level is one of %s, but was '%s'.".formatted(LEVELS, level)));
    }

    private static long cursor(String cursor) {
        if (!CURSOR.matcher(cursor).matches()) {
            throw ProblemException.parameter(
                    "The parameter cursor is the next of a page of the log, or the id of a line, but was '%s'."
                            .formatted(cursor));
        }
        return Long.parseLong(cursor);
    }

    private static Map<String, @Nullable Object> row(Line line) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("id", line.id());
        row.put("created", line.created().toString());
        row.put("level", line.level());
        row.put("stage", line.stage());
        row.put("content", line.content());
        row.put("guid", line.guid());
        row.put("room", line.room());
        return row;
    }

    /** One line of the log on one line of text. */
    private static String text(Line line) {
        return "%s %-8s %-7s %s\n"
                .formatted(
                        line.created(),
                        line.level(),
                        line.stage(),
                        line.content().replaceAll("\\R", " "));
    }
}

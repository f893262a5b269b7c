package org.garner.control.rest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.catalog.store.access.AuditEvent;
import org.garner.catalog.store.access.AuditEvents;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Who did what, and who was refused what: {@code /api/v1/audit}, as JSON or as comma-separated values. */
@RestController
@RequestMapping(Problems.PATH + "/audit")
class AuditController {
    private static final List<String> OUTCOMES = Arrays.stream(AuditEvent.Outcome.values())
            .map(AuditEvent.Outcome::word)
            .toList();

    private final AuditEvents events;

    AuditController(AuditEvents events) {
        this.events = events;
    }

    @Needs(Permission.READ_AUDIT)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> list(
            @RequestParam(required = false) @Nullable String who,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "100") int limit) {
        var most = Page.limit(limit, Page.MOST);
        var found = events.list(filter(who, action, target, outcome, since, until), cursor, most + 1);
        return Page.of("events", found, most, AuditJson::of, AuditEvent::id);
    }

    /** The same; the next page, when there is more, is named by the header Link. */
    @Needs(Permission.READ_AUDIT)
    @GetMapping(produces = Csv.TYPE)
    ResponseEntity<String> csv(
            @RequestParam(required = false) @Nullable String who,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "100") int limit) {
        var most = Page.limit(limit, Page.MOST);
        var found = events.list(filter(who, action, target, outcome, since, until), cursor, most + 1);
        var shown = found.size() > most ? found.subList(0, most) : found;
        var reply = ResponseEntity.ok().contentType(MediaType.parseMediaType(Csv.TYPE + ";charset=utf-8"));
        if (found.size() > most) {
            var next = ServletUriComponentsBuilder.fromCurrentRequest()
                    .scheme(null)
                    .host(null)
                    .port(null)
                    .replaceQueryParam("cursor", shown.getLast().id())
                    .toUriString();
            reply.header(HttpHeaders.LINK, "<%s>; rel=\"next\"".formatted(next));
        }
        return reply.body(AuditCsv.of(shown));
    }

    private static AuditEvents.Filter filter(
            @Nullable String who,
            @Nullable String action,
            @Nullable String target,
            @Nullable String outcome,
            @Nullable String since,
            @Nullable String until) {
        var word = JobsController.oneOf("outcome", outcome, OUTCOMES);
        return new AuditEvents.Filter(
                who,
                action,
                target,
                word == null ? null : AuditEvent.Outcome.valueOf(word.toUpperCase(Locale.ROOT)),
                Times.of("since", since),
                Times.of("until", until));
    }
}

package org.garner.control.rest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.garner.catalog.access.Permission;
import org.garner.ledger.Operations.Asked;
import org.garner.ledger.Operations.Filter;
import org.garner.ledger.Operations.Kind;
import org.garner.ledger.Operations.State;
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

/** Work on whole sources that takes longer than a request may: {@code /api/v1/operations}, and how it is asked for. */
@RestController
@RequestMapping(Problems.PATH)
class OperationsController {
    private static final int MOST = 200;
    private static final List<String> STATES =
            Stream.of(State.values()).map(State::word).toList();

    private final OperationControl control;
    private final OperationAnswers answers;
    private final SourceControl sources;
    private final Gate gate;

    OperationsController(OperationControl control, OperationAnswers answers, SourceControl sources, Gate gate) {
        this.control = control;
        this.answers = answers;
        this.sources = sources;
        this.gate = gate;
    }

    @Needs(Permission.EDIT_SOURCE)
    @PostMapping(path = "/sources/{source}/clear", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> clear(
            @PathVariable String source,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable JsonNode body) {
        var members = new Members(body, "abort_open");
        var abortOpen = flag(members, "abort_open");
        members.check();
        return answers.accepted(source, new Asked(Kind.CLEAR, false, gate.asker()), abortOpen, key);
    }

    @Needs(Permission.EDIT_SOURCE)
    @PostMapping(path = "/sources/{source}/clear-history", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> clearHistory(
            @PathVariable String source,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable JsonNode body) {
        var members = new Members(body, "abort_open", "keep_current");
        var abortOpen = flag(members, "abort_open");
        var keepCurrent = flag(members, "keep_current");
        members.check();
        return answers.accepted(source, new Asked(Kind.CLEAR_HISTORY, keepCurrent, gate.asker()), abortOpen, key);
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping("/operations")
    Map<String, Object> list(
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "50") int limit) {
        var most = Page.limit(limit, MOST);
        var known = JobsController.oneOf("state", state, STATES);
        var filter = new Filter(
                source == null ? null : sources.source(source).id(),
                known == null ? null : State.valueOf(known.toUpperCase(Locale.ROOT)));
        return Page.of(
                "operations",
                answers.of(control.list(filter, cursor, most + 1)),
                most,
                operation -> operation,
                OperationJson::id);
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping("/operations/{operation}")
    OperationJson show(@PathVariable UUID operation) {
        return answers.of(control.operation(operation));
    }

    @Needs(Permission.OPERATE_ALL)
    @PostMapping("/operations/{operation}/cancel")
    OperationJson cancel(@PathVariable UUID operation) {
        return answers.of(control.cancel(operation));
    }

    private static boolean flag(Members members, String name) {
        return Objects.requireNonNullElse(members.flag(name), false);
    }
}

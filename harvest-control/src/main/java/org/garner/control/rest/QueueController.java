package org.garner.control.rest;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.ledger.WorkQueue.AtStage;
import org.garner.ledger.WorkQueue.Queued;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The queue, in counts: {@code /api/v1/queue}. */
@RestController
@RequestMapping(Problems.PATH + "/queue")
class QueueController {
    private final QueueControl control;
    private final Gate gate;

    QueueController(QueueControl control, Gate gate) {
        this.control = control;
        this.gate = gate;
    }

    /** How much there is in all. */
    record Total(long jobs, long orders, long objects) {
        static Total of(List<Queued> queued) {
            return new Total(
                    queued.size(),
                    queued.stream().mapToLong(Queued::orders).sum(),
                    queued.stream().mapToLong(Queued::objects).sum());
        }
    }

    /** The open job of a source and what is to do for it. */
    record Entry(Source source, UUID job, String status, Instant created, List<At> stages) {
        record Source(UUID id, String name) {}

        static Entry of(Queued queued) {
            return new Entry(
                    new Source(queued.source(), queued.sourceName()),
                    queued.job(),
                    queued.status(),
                    queued.created(),
                    queued.stages().stream().map(At::of).toList());
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record At(String stage, long orders, long accepted, long ordered, long waiting, double oldestSeconds) {
        static At of(AtStage at) {
            return new At(
                    at.stage().word(),
                    at.orders(),
                    at.accepted(),
                    at.ordered(),
                    at.waiting(),
                    Math.max(0, at.oldestSeconds()));
        }
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping
    Map<String, Object> show(@RequestParam(required = false) @Nullable String source) {
        return shown("sources", control.show(source));
    }

    @Needs(Permission.OPERATE_ALL)
    @PostMapping(path = "/purge", consumes = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> purge(@RequestBody(required = false) @Nullable JsonNode body) {
        var members = new Members(body, "expect", "source");
        var source = members.text("source", 2000);
        var expected = expected(members);
        members.check();
        return shown("purged", control.purge(source, expected, gate.asker()));
    }

    private static Map<String, Object> shown(String name, List<Queued> queued) {
        var json = new LinkedHashMap<String, Object>();
        json.put("total", Total.of(queued));
        json.put(name, queued.stream().map(Entry::of).toList());
        return json;
    }

    private static QueueControl.Expected expected(Members members) {
        var given = members.value("expect");
        if (given == null) {
            return new QueueControl.Expected(null, null);
        }
        if (!given.isObject()
                || !given.propertyNames().stream().allMatch(List.of("jobs", "orders", "objects")::contains)
                || !given.values().stream().allMatch(count -> count.isIntegralNumber() && count.asLong() >= 0)) {
            members.wrong(
                    "expect",
                    "This is the total that the queue showed, as {\"jobs\": 2, \"objects\": 1200}, but was: %.60s"
                            .formatted(given));
            return new QueueControl.Expected(null, null);
        }
        return new QueueControl.Expected(count(given, "jobs"), count(given, "objects"));
    }

    private static @Nullable Long count(JsonNode given, String name) {
        return given.has(name) ? Long.valueOf(given.path(name).asLong()) : null;
    }
}

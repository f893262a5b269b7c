package org.garner.control.rest;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.garner.catalog.access.Permission;
import org.garner.control.schedule.SchedulerSwitch;
import org.garner.ledger.Schedules;
import org.garner.ledger.Schedules.Upcoming;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What runs next by the clock: {@code /api/v1/schedule}. */
@RestController
@RequestMapping(Problems.PATH)
class ScheduleController {
    private static final Pattern CURSOR = Pattern.compile("([0-9TZ:.+-]{1,40}|never)_([0-9a-f-]{36})");
    private static final String NEVER = "never";

    private final Schedules schedules;
    private final SchedulerSwitch power;
    private final Clock clock;

    ScheduleController(Schedules schedules, SchedulerSwitch power, Clock clock) {
        this.schedules = schedules;
        this.power = power;
        this.clock = clock;
    }

    /** A source in the list that the client has, which the next page begins after. */
    private record Place(@Nullable Instant due, @Nullable UUID source) {}

    @Needs(Permission.READ_JOBS)
    @GetMapping("/schedule")
    Map<String, Object> list(
            @RequestParam(defaultValue = "") String cursor, @RequestParam(defaultValue = "100") int limit) {
        var most = Page.limit(limit, Page.MOST);
        var place = place(cursor);
        var now = clock.instant();
        var state = power.state();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("scheduler", Map.of("on", state.on(), "environment", state.environment(), "reason", state.reason()));
        answer.putAll(Page.of(
                "schedule",
                schedules.upcoming(place.due(), place.source(), most + 1),
                most,
                one -> ScheduleJson.of(one, state, now),
                ScheduleController::cursor));
        return answer;
    }

    private static String cursor(Upcoming last) {
        return (last.due() == null ? NEVER : last.due().toString()) + "_" + last.source();
    }

    private static Place place(String cursor) {
        if (cursor.isEmpty()) {
            return new Place(null, null);
        }
        var parts = CURSOR.matcher(cursor);
        try {
            if (parts.matches()) {
                return new Place(
                        NEVER.equals(parts.group(1)) ? null : Instant.parse(parts.group(1)),
                        UUID.fromString(parts.group(2)));
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            throw wrong(cursor);
        }
        throw wrong(cursor);
    }

    private static ProblemException wrong(String cursor) {
        return ProblemException.parameter(
                "The parameter cursor is the next of a page of the schedule, but was '%.100s'.".formatted(cursor));
    }
}

package org.garner.control.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.garner.catalog.access.Permission;
import org.garner.catalog.access.Target;
import org.garner.control.rest.JobWatch.Listener;
import org.garner.control.rest.JobWatch.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A job as it goes on: {@code /api/v1/jobs/JOB/events}, as server-sent events. The stream keeps the request's thread, which is a virtual one, and no
 * connection to the database.
 */
@RestController
@RequestMapping(Problems.PATH)
class EventsController {
    private static final Logger LOG = LoggerFactory.getLogger(EventsController.class);
    /** Proxies close streams that are silent for a minute or less; a client that has gone is noticed by what it is sent. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final String STREAM = "text/event-stream;charset=utf-8";

    private final JobControl control;
    private final JobWatch watch;
    private final Gate gate;

    EventsController(JobControl control, JobWatch watch, Gate gate) {
        this.control = control;
        this.watch = watch;
        this.gate = gate;
    }

    /**
     * Sends {@code progress} events, and {@code end} with the final report.
     *
     * @param seen the state that the client has from an earlier stream; it is not sent again. A client that has seen the end is told not to come back
     */
    @Needs(Permission.READ_JOBS)
    @GetMapping(path = "/jobs/{job}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void follow(
            @PathVariable UUID job,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String seen,
            HttpServletRequest request,
            HttpServletResponse response)
            throws InterruptedException {
        var now = watch.state(control.job(job));
        if (HttpMethod.HEAD.matches(request.getMethod())) {
            response.setContentType(STREAM);
            return;
        }
        if (now.last() && now.id().equals(seen)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        try (var listener = watch.listen(job)) {
            response.setContentType(STREAM);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            send(response, "retry: 2000\n\n");
            follow(now, seen, listener, () -> mayFollow(request), response);
        } catch (IOException e) {
            LOG.debug("A client that followed job {} has gone: {}", job, e.getMessage());
        }
    }

    /** A client whose token does not hold any more is told why when it comes back. */
    private boolean mayFollow(HttpServletRequest request) {
        try {
            return gate.still(request, Permission.READ_JOBS, Target.ANYTHING);
        } catch (DataAccessException e) {
            // Nothing can be read of the job either, until the database is back.
            LOG.debug("Nobody can say now whether a token holds: {}", e.getMessage());
            return true;
        }
    }

    private static void follow(
            State first,
            @Nullable String seen,
            Listener listener,
            BooleanSupplier mayFollow,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        var now = first;
        var sent = seen;
        while (true) {
            if (!now.id().equals(sent)) {
                send(
                        response,
                        "id: %s\nevent: %s\ndata: %s\n\n"
                                .formatted(now.id(), now.last() ? "end" : "progress", now.json()));
                sent = now.id();
            }
            if (now.last()) {
                return;
            }
            var next = next(listener, now, mayFollow, response);
            if (next.stopped()) {
                return;
            }
            now = next;
        }
    }

    /** The next state that is another one; a stopped one for who may not follow any more. */
    private static State next(Listener listener, State now, BooleanSupplier mayFollow, HttpServletResponse response)
            throws IOException, InterruptedException {
        var until = System.nanoTime() + HEARTBEAT.toNanos();
        while (true) {
            var next = listener.next(Duration.ofNanos(until - System.nanoTime()));
            if (!mayFollow.getAsBoolean()) {
                return State.STOPPED;
            }
            if (next == null) {
                send(response, ":\n\n");
                until = System.nanoTime() + HEARTBEAT.toNanos();
            } else if (!next.id().equals(now.id())) {
                return next;
            }
        }
    }

    private static void send(HttpServletResponse response, String text) throws IOException {
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }
}

package org.garner.harvest.http;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the client measures. No label names a host: their number has no bound. */
final class FetchMetrics {
    private static final List<CircuitBreaker.State> STATES =
            List.of(CircuitBreaker.State.CLOSED, CircuitBreaker.State.OPEN, CircuitBreaker.State.HALF_OPEN);

    private final MeterRegistry registry;
    private final Counter bytes;
    private final Timer delay;

    FetchMetrics(MeterRegistry registry, HostLanes lanes) {
        this.registry = registry;
        this.bytes = Counter.builder("harvest.fetch.bytes")
                .description("Bytes of answers as they came over the wire")
                .register(registry);
        this.delay = Timer.builder("harvest.host.delay")
                .description("How long requests waited until the host's budget let them go")
                .register(registry);
        for (var state : STATES) {
            Gauge.builder("harvest.breaker.state", lanes, all -> (double) all.count(state))
                    .description("Hosts whose breaker is in this state")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    void waited(Duration forPermit) {
        delay.record(forPermit);
    }

    /** One exchange; status 0 stands for no answer. */
    void exchanged(int status, long wireBytes, Duration took) {
        var code = status == 0 ? "none" : status < 600 ? Integer.toString(status) : "other";
        Timer.builder("harvest.fetch.duration")
                .description("Time from sending a request to the last byte of its answer")
                .tag("code", code)
                .register(registry)
                .record(took);
        bytes.increment((double) wireBytes);
    }
}

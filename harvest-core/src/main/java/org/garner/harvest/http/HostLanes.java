package org.garner.harvest.http;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What this process does to each host: so many exchanges at once, and none while its breaker is open. */
final class HostLanes {
    /** Beyond this, hosts without trouble are forgotten, so that a source that redirects to ever new names cannot fill the memory. */
    private static final int MANY = 10_000;

    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final HttpSettings.Hosts settings;
    private final CircuitBreakerConfig breaker;

    HostLanes(HttpSettings.Hosts settings) {
        this.settings = settings;
        // All of the last n calls failed: that is n failures in a row, since a window that has one success is under 100
        // %.
        this.breaker = CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.failuresToOpen())
                .minimumNumberOfCalls(settings.failuresToOpen())
                .failureRateThreshold(100)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitDurationInOpenState(settings.leftAlone())
                .writableStackTraceEnabled(false)
                .build();
    }

    Lane of(String host) {
        if (lanes.size() > MANY) {
            lanes.values().removeIf(Lane::idle);
        }
        return lanes.computeIfAbsent(host, Lane::new);
    }

    /** How many hosts have a breaker in this state. */
    long count(CircuitBreaker.State state) {
        return lanes.values().stream()
                .filter(lane -> lane.breaker.getState() == state)
                .count();
    }

    /** One host. */
    final class Lane {
        private final int atOnce;
        private final Bulkhead slots;
        private final CircuitBreaker breaker;
        private volatile Instant askedAgain = Instant.MIN;

        Lane(String host) {
            atOnce = settings.atOnce(host);
            slots = Bulkhead.of(
                    host,
                    BulkheadConfig.custom()
                            .maxConcurrentCalls(atOnce)
                            .maxWaitDuration(Duration.ofHours(1))
                            .build());
            breaker = CircuitBreaker.of(host, HostLanes.this.breaker);
            breaker.getEventPublisher().onStateTransition(event -> {
                if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                    askedAgain = Instant.now().plus(settings.leftAlone());
                }
            });
        }

        /** True while requests to the host fail at once. */
        boolean leftAlone() {
            return breaker.getState() == CircuitBreaker.State.OPEN
                    && Instant.now().isBefore(askedAgain);
        }

        /** When a host that is left alone is asked again. */
        Instant askedAgain() {
            return askedAgain;
        }

        /** Waits for one of the host's slots. */
        void enter() throws InterruptedException {
            while (!slots.tryAcquirePermission()) {
                // Refused after an hour of waiting, or woken: bulkheads leave the interrupt flag standing.
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }

        void leave() {
            slots.releasePermission();
        }

        /** Whether the breaker lets this request through; each request let through ends in one of the three reports. */
        boolean tryPass() {
            return breaker.tryAcquirePermission();
        }

        void answered(Duration took) {
            breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
        }

        void silent(Duration took) {
            breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, new IOException("no answer"));
        }

        void unused() {
            breaker.releasePermission();
        }

        private boolean idle() {
            return breaker.getState() == CircuitBreaker.State.CLOSED
                    && slots.getMetrics().getAvailableConcurrentCalls() == atOnce;
        }
    }
}

package org.garner.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Load at a fixed rate, whatever the server does: a request is sent when its time has come, also while earlier ones are still waiting, and its latency
 * counts from that time. A server that stalls is charged for every request that the stall delayed.
 */
final class OpenLoop {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private OpenLoop() {}

    /**
     * Latencies in milliseconds.
     *
     * @param failed requests that were not answered with 200; they are in the latencies too
     * @param firstFailure what one of the first of them got in place of an answer; null when all were answered
     */
    record Latencies(
            int perSecond,
            int requests,
            int failed,
            double p50,
            double p90,
            double p99,
            double p999,
            double max,
            @Nullable String firstFailure) {
        static Latencies of(int perSecond, double[] milliseconds, int failed, @Nullable String firstFailure) {
            var sorted = milliseconds.clone();
            Arrays.sort(sorted);
            return new Latencies(
                    perSecond,
                    sorted.length,
                    failed,
                    at(sorted, 0.5),
                    at(sorted, 0.9),
                    at(sorted, 0.99),
                    at(sorted, 0.999),
                    at(sorted, 1),
                    firstFailure);
        }

        /** The smallest latency that this share of the requests did not exceed. */
        private static double at(double[] sorted, double share) {
            return sorted[Math.clamp((int) Math.ceil(sorted.length * share) - 1, 0, sorted.length - 1)];
        }
    }

    /**
     * Sends the requests with these numbers, from 0, and waits for all answers.
     *
     * @param addresses the address of each
     */
    static Latencies run(int perSecond, Duration length, IntFunction<URI> addresses) {
        var count = Math.toIntExact(perSecond * length.toSeconds());
        var milliseconds = new double[count];
        var failed = new AtomicInteger();
        var firstFailure = new AtomicReference<@Nullable String>();
        try (var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var began = System.nanoTime() + Duration.ofMillis(100).toNanos();
            for (var i = 0; i < count; i++) {
                var number = i;
                var intended = began + number * 1_000_000_000L / perSecond;
                var address = addresses.apply(number);
                Waiting.pause(Duration.ofNanos(Math.max(0, intended - System.nanoTime())));
                threads.execute(() -> {
                    var failure = failure(http, address);
                    if (failure != null) {
                        failed.incrementAndGet();
                        firstFailure.compareAndSet(null, failure);
                    }
                    milliseconds[number] = (System.nanoTime() - intended) / 1e6;
                });
            }
        }
        return Latencies.of(perSecond, milliseconds, failed.get(), firstFailure.get());
    }

    private static @Nullable String failure(HttpClient http, URI address) {
        try {
            var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
            var reply = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return reply.statusCode() == 200
                    ? null
                    : "%s answered %d: %.300s"
                            .formatted(
                                    address,
                                    reply.statusCode(),
                                    new String(reply.body(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return "%s: no answer (%s)".formatted(address, e);
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }
}

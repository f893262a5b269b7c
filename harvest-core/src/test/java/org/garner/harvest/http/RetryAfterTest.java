package org.garner.harvest.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.OutputStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.garner.harvest.HarvestFailure.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that tell when to come back: each form is waited for, within a cap, and the wait can be ended. */
@Timeout(60)
class RetryAfterTest {
    /** The most that is waited for at once in these tests. */
    private static final Duration CAP = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvSource({
        "429, 1, 1000",
        "503, 1, 1000",
        "429, a date, 1000",
        "503, a date, 1000",
        "429, 99999999999999999999, 1000",
        "503, 86400, 1000",
        "429, -5, 0",
        "503, -86400, 0",
        "429, a date long ago, 0",
        "503, soon, 0"
    })
    void everyFormIsWaitedForWithinTheCap(int status, String header, long leastMillis) throws Exception {
        var calls = new AtomicInteger();
        try (var server = new RawServer(out -> {
                    if (calls.incrementAndGet() == 1) {
                        say(out, "%d Busy\r\nRetry-After: %s".formatted(status, written(header)));
                    } else {
                        say(out, "200 OK");
                    }
                });
                var client = Clients.with(capped(CAP))) {
            var start = System.nanoTime();

            client.send(SourceRequest.get(server.uri(), 100)).close();

            var took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(took)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(leastMillis))
                    .isLessThan(Duration.ofSeconds(10));
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    @Test
    void whoAlwaysAsksForMoreTimeIsLeftInTheEnd() throws Exception {
        try (var server = RawServer.saying("503 Busy\nRetry-After: 0\nContent-Length: 0", new byte[0]);
                var client =
                        new PoliteClient(Clients.QUICK, Clients.local(), new NoPermits(), new SimpleMeterRegistry())) {
            var failure = Clients.failure(client, SourceRequest.get(server.uri(), 100));

            assertThat(failure)
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(503));
            assertThat(server.requests()).isBetween(3, 11);
        }
    }

    @Test
    void anInterruptEndsTheWaitAtOnce() throws Exception {
        var outcome = new AtomicReference<Object>("nothing");
        try (var server = RawServer.saying("429 Busy\nRetry-After: 3600\nContent-Length: 0", new byte[0]);
                var client = Clients.with(capped(Duration.ofHours(1)))) {
            var caller = Thread.ofVirtual().start(() -> {
                try {
                    outcome.set(client.send(SourceRequest.get(server.uri(), 100)));
                } catch (SourceException | InterruptedException e) {
                    outcome.set(e);
                }
            });
            while (server.requests() == 0) {
                Thread.sleep(10);
            }
            Thread.sleep(200);
            caller.interrupt();

            assertThat(caller.join(Duration.ofSeconds(2))).isTrue();
            assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    private static HttpSettings capped(Duration longest) {
        return Clients.QUICK.with(new HttpSettings.Retries(
                3, Duration.ofMillis(10), Duration.ofMillis(50), longest, longest.multipliedBy(2)));
    }

    private static String written(String header) {
        var now = ZonedDateTime.now(ZoneOffset.UTC);
        return switch (header) {
            // Dates have whole seconds: two from now are more than one.
            case "a date" -> DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plusSeconds(3));
            case "a date long ago" -> DateTimeFormatter.RFC_1123_DATE_TIME.format(now.minusYears(1));
            default -> header;
        };
    }

    private static void say(OutputStream out, String head) throws java.io.IOException {
        out.write(("HTTP/1.1 " + head + "\r\nContent-Length: 0\r\n\r\n").getBytes(US_ASCII));
    }
}

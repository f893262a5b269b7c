package org.garner.harvest.http;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.garner.harvest.HarvestFailure.Unreachable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one host has to bear. */
@Timeout(60)
class HostsTest {
    @Test
    void aHostNeverServesMoreThanFourRequestsAtOnce() throws Exception {
        try (var server = new RawServer(out -> {
                    Thread.sleep(20);
                    out.write("HTTP/1.1 200 OK\r\n\r\nx".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                });
                var client = Clients.with(Clients.QUICK);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Long> send = () -> {
                try (var reply = client.send(SourceRequest.get(server.uri(), 100))) {
                    return reply.body().size();
                }
            };

            assertThat(callers.invokeAll(nCopies(100, send)))
                    .extracting(Future::resultNow)
                    .containsOnly(1L);

            assertThat(server.mostAtOnce()).isEqualTo(4);
        }
    }

    @Test
    void aHostThatDoesNotAnswerIsLeftAloneForAWhile() throws Exception {
        var registry = new SimpleMeterRegistry();
        var settings = Clients.QUICK
                .with(new HttpSettings.Hosts(4, 0, 4, 3, Duration.ofMillis(400)))
                .with(new HttpSettings.Retries(
                        1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
        try (var server = new RawServer(out -> {});
                var client = new PoliteClient(settings, Clients.local(), new NoPermits(), registry)) {
            var request = SourceRequest.get(server.uri(), 100);
            for (int i = 0; i < 3; i++) {
                Clients.failure(client, request);
            }
            var asked = server.requests();

            var failure = Clients.failure(client, request);

            assertThat(failure).isInstanceOf(Unreachable.class);
            assertThat(failure.describe()).contains("did not answer 3 times in a row and is left alone until 20");
            assertThat(server.requests()).isEqualTo(asked);
            assertThat(registry.get("harvest.breaker.state")
                            .tag("state", "open")
                            .gauge()
                            .value())
                    .isEqualTo(1);

            Thread.sleep(500);
            Clients.failure(client, request);
            assertThat(server.requests()).isGreaterThan(asked);
        }
    }

    @Test
    void whatTheHostSaidIsReportedWithThePermit() throws Exception {
        var permits = new NoPermits();
        try (var server = RawServer.saying("429 Too Many\nRetry-After: 1\nContent-Length: 0", new byte[0]);
                var client = new PoliteClient(Clients.QUICK, Clients.local(), permits, new SimpleMeterRegistry())) {
            Clients.failure(client, SourceRequest.get(server.uri(), 100));

            assertThat(permits.retryAfter).isEqualTo(Duration.ofSeconds(1));
            assertThat(permits.closed).isEqualTo(server.requests());
        }
    }

    @Test
    void aRestingHostIsAskedAfterItsRest() throws Exception {
        var permits = new LocalPermits();
        try (var permit = permits.acquire("example.org")) {
            permit.throttled(Duration.ofMillis(300));
        }
        var start = System.nanoTime();

        permits.acquire("example.com").close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(200));
        permits.acquire("example.org").close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(permits.delay("example.org")).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aPaceSlowsDownAtOnceAndRecoversSlowly() {
        assertThat(Pace.FULL.answeredIn(Duration.ofMillis(900))).isEqualTo(Pace.FULL);
        assertThat(Pace.FULL.answeredIn(Duration.ofSeconds(4)).delay()).isEqualTo(Duration.ofSeconds(3));
        assertThat(Pace.FULL.answeredIn(Duration.ofMinutes(9)).delay()).isEqualTo(Duration.ofSeconds(30));
        assertThat(Pace.FULL.slower().slower().delay()).isEqualTo(Duration.ofSeconds(1));
        var pace = new Pace(Duration.ofSeconds(30)).slower();
        assertThat(pace.delay()).isEqualTo(Duration.ofSeconds(30));
        assertThat(pace.answeredIn(Duration.ofMillis(5)).delay()).isEqualTo(Duration.ofSeconds(27));
        for (int i = 0; i < 100; i++) {
            pace = pace.answeredIn(Duration.ofMillis(5));
        }
        assertThat(pace).isEqualTo(Pace.FULL);
    }
}

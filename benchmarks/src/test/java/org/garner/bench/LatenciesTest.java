package org.garner.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void aPercentileIsTheLatencyThatThisShareDidNotExceed() {
        var latencies = OpenLoop.Latencies.of(
                50, IntStream.rangeClosed(1, 1000).mapToDouble(i -> i).toArray(), 1, "refused");
        assertThat(latencies).isEqualTo(new OpenLoop.Latencies(50, 1000, 1, 500, 900, 990, 999, 1000, "refused"));
    }

    @Test
    void aServerThatStallsIsChargedForEveryRequestThatTheStallDelays() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (var oneAtATime = Executors.newSingleThreadExecutor()) {
            server.setExecutor(oneAtATime);
            server.createContext("/", exchange -> {
                Waiting.pause(
                        Duration.ofMillis(exchange.getRequestURI().getPath().equals("/0") ? 500 : 0));
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            var address = "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
            var latencies = OpenLoop.run(20, Duration.ofSeconds(1), number -> URI.create(address + number));
            assertThat(latencies.requests()).isEqualTo(20);
            assertThat(latencies.failed()).isZero();
            // Half of the requests were due during the stall; a load that waits for answers would have seen one slow
            // one.
            assertThat(latencies.p90()).isGreaterThan(250);
        } finally {
            server.stop(0);
        }
    }
}

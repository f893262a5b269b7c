package org.garner.harvest.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestFailure.Refused;
import org.garner.harvest.HarvestFailure.TooLarge;
import org.garner.harvest.HarvestFailure.Truncated;
import org.garner.harvest.HarvestFailure.Unexpected;
import org.garner.harvest.HarvestFailure.Unreachable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The polite client against a real server that answers, refuses, redirects and breaks off. */
class PoliteClientTest {
    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().dynamicPort().dynamicHttpsPort().gzipDisabled(true))
            .build();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PoliteClient client = Clients.allowingLocal(registry);

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void anAnswerArrivesWholeAndIntroducesGarner() throws Exception {
        SERVER.stubFor(get("/record").willReturn(ok("<record/>").withHeader("ETag", "\"v1\"")));

        try (var reply = client.send(SourceRequest.get(uri("/record"), 100))) {
            assertThat(reply.body().bytes()).asString(UTF_8).isEqualTo("<record/>");
            assertThat(reply.validator()).isEqualTo("etag:\"v1\"");
            assertThat(reply.uri()).isEqualTo(uri("/record"));
        }
        SERVER.verify(getRequestedFor(urlEqualTo("/record"))
                .withHeader("User-Agent", equalTo("Garner/0.1 (+https://example.org/garner)"))
                .withHeader("Host", equalTo("localhost:" + SERVER.getPort())));
    }

    @Test
    void aSourceMayBeToldAnotherUserAgent() throws Exception {
        SERVER.stubFor(get("/record").willReturn(ok()));
        var request = new SourceRequest("GET", uri("/record"), null, Map.of("User-Agent", "Mozilla/5.0"), null, 100);

        client.send(request).close();

        SERVER.verify(getRequestedFor(urlEqualTo("/record")).withHeader("User-Agent", equalTo("Mozilla/5.0")));
    }

    @Test
    void unchangedIsAReply() throws Exception {
        SERVER.stubFor(
                get("/record").withHeader("If-None-Match", equalTo("\"v1\"")).willReturn(status(304)));
        SERVER.stubFor(get("/dated")
                .withHeader("If-Modified-Since", equalTo("Mon, 02 Nov 2026 10:00:00 GMT"))
                .willReturn(status(304)));

        assertThat(client.send(SourceRequest.get(uri("/record"), 100).ifChangedSince("etag:\"v1\""))
                        .notModified())
                .isTrue();
        assertThat(client.send(SourceRequest.get(uri("/dated"), 100)
                                .ifChangedSince("date:Mon, 02 Nov 2026 10:00:00 GMT"))
                        .notModified())
                .isTrue();
    }

    @Test
    void aRefusalSaysWhatTheServerSaidAndIsNotRepeated() {
        SERVER.stubFor(get("/gone").willReturn(status(404).withBody("No\u0000 such\r\nrecord")));

        var failure = failure(SourceRequest.get(uri("/gone"), 100));

        assertThat(failure).isEqualTo(new Refused(uri("/gone"), 404, "No such record"));
        SERVER.verify(1, getRequestedFor(urlEqualTo("/gone")));
    }

    @Test
    void aServerInTroubleIsAskedThreeTimes() {
        SERVER.stubFor(get("/busy").willReturn(status(502)));

        assertThat(failure(SourceRequest.get(uri("/busy"), 100))).isInstanceOf(Refused.class);

        SERVER.verify(3, getRequestedFor(urlEqualTo("/busy")));
    }

    @Test
    void aResetConnectionIsTriedAgain() {
        SERVER.stubFor(get("/reset").willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

        var failure = failure(SourceRequest.get(uri("/reset"), 100));

        assertThat(failure).isInstanceOf(Unreachable.class);
        assertThat(failure.describe()).contains(uri("/reset").toString(), "the connection broke");
    }

    @Test
    void anAnswerThatBreaksOffIsTriedAgainAndNeverUsed() {
        SERVER.stubFor(get("/chunks").willReturn(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)));

        assertThat(failure(SourceRequest.get(uri("/chunks"), 1000))).isInstanceOf(Truncated.class);
        SERVER.verify(3, getRequestedFor(urlEqualTo("/chunks")));
    }

    @Test
    void noMoreThanTheBytesWantedAreRead() {
        SERVER.stubFor(get("/large").willReturn(ok("x".repeat(5000))));

        assertThat(failure(SourceRequest.get(uri("/large"), 4999))).isEqualTo(new TooLarge(uri("/large"), 4999));
    }

    @Test
    void aQueryStaysAQueryAlongARedirect() throws Exception {
        SERVER.stubFor(post("/csw").willReturn(temporaryRedirect("/new/csw?a=b").withStatus(301)));
        SERVER.stubFor(post("/new/csw?a=b").willReturn(ok("<answer/>")));

        try (var reply = client.send(SourceRequest.post(uri("/csw"), "application/xml", "<query/>", 100))) {
            assertThat(reply.uri()).isEqualTo(uri("/new/csw?a=b"));
        }
        SERVER.verify(postRequestedFor(urlEqualTo("/new/csw?a=b"))
                .withRequestBody(equalTo("<query/>"))
                .withHeader("Content-Type", equalTo("application/xml")));
    }

    @Test
    void aRedirectInCirclesEnds() {
        SERVER.stubFor(get("/circle").willReturn(temporaryRedirect("/circle")));

        assertThat(failure(SourceRequest.get(uri("/circle"), 100))).isInstanceOf(Unexpected.class);
        SERVER.verify(6, getRequestedFor(urlEqualTo("/circle")));
    }

    @Test
    void everyExchangeOfAJobIsCounted() throws Exception {
        record Heard(String path, int status, long bytes) {}
        List<Heard> heard = new CopyOnWriteArrayList<>();
        SERVER.stubFor(get("/old").willReturn(temporaryRedirect("/record")));
        SERVER.stubFor(get("/record").willReturn(ok("12345")));

        client.counting((uri, status, bytes, took) -> heard.add(new Heard(uri.getPath(), status, bytes)))
                .send(SourceRequest.get(uri("/old"), 100))
                .close();

        assertThat(heard).containsExactly(new Heard("/old", 302, 0), new Heard("/record", 200, 5));
        assertThat(registry.counter("harvest.fetch.bytes").count()).isEqualTo(5);
        assertThat(registry.timer("harvest.fetch.duration", "code", "200").count())
                .isEqualTo(1);
    }

    @Test
    void retryAfterIsWaitedFor() throws Exception {
        SERVER.stubFor(get("/later")
                .inScenario("later")
                .whenScenarioStateIs("Started")
                .willReturn(status(429).withHeader("Retry-After", "1"))
                .willSetStateTo("due"));
        SERVER.stubFor(
                get("/later").inScenario("later").whenScenarioStateIs("due").willReturn(ok("now")));
        var start = System.nanoTime();
        var told = new ArrayList<String>();

        client.counting(new ExchangeListener() {
                    @Override
                    public void exchanged(URI uri, int status, long bytes, Duration took) {
                        told.add("answered " + status);
                    }

                    @Override
                    public void pauses(URI uri, HarvestFailure why, Duration pause) {
                        told.add("pauses at " + uri.getPath());
                        assertThat(why.describe()).contains("429");
                        assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
                    }
                })
                .send(SourceRequest.get(uri("/later"), 100))
                .close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
        assertThat(told).containsExactly("answered 429", "pauses at /later", "answered 200");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        var failure = failure(SourceRequest.get(URI.create("https://localhost:" + SERVER.getHttpsPort() + "/"), 100));

        assertThat(failure).isInstanceOf(Unreachable.class);
        assertThat(failure.describe()).contains("no secure connection", "certification path");
    }

    @Test
    void credentialsInTheAddressAreSentButNotShown() throws Exception {
        SERVER.stubFor(get("/closed").withBasicAuth("me", "secret").willReturn(ok()));
        var address = URI.create("http://me:secret@localhost:" + SERVER.getPort() + "/closed");

        client.counting((uri, status, bytes, took) -> assertThat(uri).isEqualTo(uri("/closed")))
                .send(SourceRequest.get(address, 100))
                .close();
        client.send(SourceRequest.get(address, 100)).close();

        SERVER.verify(2, getRequestedFor(urlEqualTo("/closed")));
    }

    private HarvestFailure failure(SourceRequest request) {
        return Clients.failure(client, request);
    }

    private static URI uri(String path) {
        return URI.create("http://localhost:" + SERVER.getPort() + path);
    }
}

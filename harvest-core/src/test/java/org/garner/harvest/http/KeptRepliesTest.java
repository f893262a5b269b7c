package org.garner.harvest.http;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replies that outlive the page they were asked for, in memory and in the spool's file. */
class KeptRepliesTest {
    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().dynamicPort().gzipDisabled(true))
            .build();

    private static final String LARGE = "0123456789".repeat(1 << 20);

    private final PoliteClient client = Clients.allowingLocal(new SimpleMeterRegistry());
    private final KeptReplies kept = new KeptReplies(client);

    @BeforeEach
    void serve() {
        SERVER.stubFor(get("/small").willReturn(ok("small")));
        SERVER.stubFor(get("/large").willReturn(ok(LARGE)));
    }

    @AfterEach
    void close() {
        kept.close();
        client.close();
    }

    private static SourceRequest request(String path) {
        return SourceRequest.get(URI.create(SERVER.baseUrl() + path), SourceRequest.LISTING);
    }

    private static void verifyAsked(int times, String path) {
        SERVER.verify(times, getRequestedFor(urlEqualTo(path)));
    }

    @Test
    void theSameRequestIsSentOnceAndItsReplySurvivesEachClosing() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (var reply = kept.sendOnce(request("/large"))) {
                assertThat(reply.body().size()).isEqualTo(LARGE.length());
                try (var in = reply.body().open()) {
                    in.skipNBytes(9_000_003);
                    assertThat(in.readNBytes(4)).asString(UTF_8).isEqualTo("3456");
                }
            }
        }
        verifyAsked(1, "/large");
    }

    @Test
    void anotherRequestTakesThePlaceOfTheReplyThatWasKept() throws Exception {
        var large = kept.sendOnce(request("/large"));
        kept.sendOnce(request("/small"));

        assertThatThrownBy(() -> large.body().bytes()).isInstanceOf(ClosedChannelException.class);
        kept.sendOnce(request("/large"));
        verifyAsked(2, "/large");
    }

    @Test
    void whatIsWorkedOutOfAKeptBodyIsWorkedOutOnce() throws Exception {
        var worked = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            try (var reply = kept.sendOnce(request("/small"))) {
                assertThat(reply.body().derived(Integer.class, body -> worked.incrementAndGet()))
                        .isEqualTo(1);
            }
        }
        try (var reply = client.sendOnce(request("/small"))) {
            assertThat(reply.body().derived(Integer.class, body -> worked.incrementAndGet()))
                    .isEqualTo(2);
        }
    }

    @Test
    void anOrdinaryRequestIsSentEachTime() throws Exception {
        kept.send(request("/small")).close();
        kept.send(request("/small")).close();
        verifyAsked(2, "/small");
    }

    @Test
    void whatArrivesAfterTheClosingIsThrownAway() throws Exception {
        kept.close();

        assertThatThrownBy(() -> kept.sendOnce(request("/small"))).isInstanceOf(InterruptedException.class);
        verifyAsked(1, "/small");
    }

    @Test
    void theFileGoesWithTheClient() throws Exception {
        var reply = kept.sendOnce(request("/large"));
        kept.close();

        assertThatThrownBy(() -> reply.body().bytes()).isInstanceOf(ClosedChannelException.class);
    }
}

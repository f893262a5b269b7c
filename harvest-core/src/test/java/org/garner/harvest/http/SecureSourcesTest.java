package org.garner.harvest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestFailure.ForbiddenAddress;
import org.garner.harvest.HarvestFailure.Unreachable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources over https: the certificate has to be the name's. */
class SecureSourcesTest {
    private static SSLContext tls;

    private HttpsServer server;
    private final PoliteClient client;
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeAll
    static void certify(@TempDir Path folder) throws Exception {
        tls = Certificates.ownOf("localhost", folder);
    }

    SecureSourcesTest() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        client = client(tls);
    }

    @BeforeEach
    void start() throws Exception {
        serve(tls);
    }

    /** Serves with this certificate from now on, on another port. */
    private void serve(SSLContext certificate) throws Exception {
        server.stop(0);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate));
        server.createContext("/record", exchange -> {
            asked.incrementAndGet();
            var body = "<record/>".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/down", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://localhost:1/record");
            exchange.sendResponseHeaders(301, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void aSourceThatProvesItsNameIsRead() throws Exception {
        try (var reply = client.send(SourceRequest.get(uri("localhost", "/record"), 100))) {
            assertThat(reply.body().bytes()).asString(UTF_8).isEqualTo("<record/>");
        }
    }

    @Test
    void aSourceMayMoveFromHttpToHttps() throws Exception {
        var to = uri("localhost", "/record");
        try (var http = RawServer.saying("301 Moved\nContent-Length: 0\nLocation: " + to, new byte[0]);
                var reply = client.send(SourceRequest.get(http.uri(), 100))) {
            assertThat(reply.uri()).isEqualTo(to);
        }
    }

    @Test
    void aSourceMayNotLeadAwayFromHttps() {
        var failure = Clients.failure(client, SourceRequest.get(uri("localhost", "/down"), 100));

        assertThat(failure).isInstanceOf(ForbiddenAddress.class);
    }

    @Test
    void aCertificateOfAnotherNameIsRefusedBeforeAnythingIsAsked() {
        var failure = Clients.failure(client, SourceRequest.get(uri("127.0.0.1", "/record"), 100));

        assertThat(failure).isInstanceOf(Unreachable.class);
        assertThat(failure.describe()).contains("no secure connection", "127.0.0.1");
    }

    @Test
    void anExpiredCertificateIsRefusedBeforeAnythingIsAsked(@TempDir Path folder) throws Exception {
        var expired = Certificates.signed(folder, "-startdate", "-30d", "-validity", "10");

        assertThat(refusal(expired).describe()).contains("no secure connection", "NotAfter");
        assertThat(asked).hasValue(0);
    }

    @Test
    void aCertificateOfNowFromTheSameAuthorityIsTaken(@TempDir Path folder) throws Exception {
        var valid = Certificates.signed(folder, "-validity", "10");

        serve(valid);
        try (var trusting = client(valid);
                var reply = trusting.send(SourceRequest.get(uri("localhost", "/record"), 100))) {
            assertThat(reply.body().size()).isEqualTo("<record/>".length());
        }
    }

    @Test
    void aCertificateThatItSignedItselfIsRefusedBeforeAnythingIsAsked() throws Exception {
        try (var stranger = client(SSLContext.getDefault())) {
            var failure = Clients.failure(stranger, SourceRequest.get(uri("localhost", "/record"), 100));

            assertThat(failure).isInstanceOf(Unreachable.class);
            assertThat(failure.describe()).contains("no secure connection", "certification path");
            assertThat(asked).hasValue(0);
        }
    }

    /** What is said of a server with this certificate by a client that trusts its authority. */
    private HarvestFailure refusal(SSLContext certificate) throws Exception {
        serve(certificate);
        try (var trusting = client(certificate)) {
            var failure = Clients.failure(trusting, SourceRequest.get(uri("localhost", "/record"), 100));
            assertThat(failure).isInstanceOf(Unreachable.class);
            return failure;
        }
    }

    private static PoliteClient client(SSLContext trusted) {
        return new PoliteClient(
                Clients.QUICK,
                AddressRules.allowing(Set.of("127.0.0.0/8", "::1"))
                        .resolvingBy(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}),
                new LocalPermits(),
                new SimpleMeterRegistry(),
                HttpClient.newBuilder().sslContext(trusted));
    }

    private URI uri(String host, String path) {
        return URI.create("https://" + host + ":" + server.getAddress().getPort() + path);
    }
}

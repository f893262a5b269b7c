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
import java.security.KeyStore;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.garner.harvest.HarvestFailure.ForbiddenAddress;
import org.garner.harvest.HarvestFailure.Unreachable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources over https: the certificate has to be the name's. */
class SecureSourcesTest {
    private static final String PASSWORD = "changeit";

    private static SSLContext tls;

    private final HttpsServer server;
    private final PoliteClient client;

    @BeforeAll
    static void certify(@TempDir Path folder) throws Exception {
        tls = certificateOf("localhost", folder);
    }

    SecureSourcesTest() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        client = new PoliteClient(
                Clients.QUICK,
                AddressRules.allowing(Set.of("127.0.0.0/8", "::1"))
                        .resolvingBy(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}),
                new LocalPermits(),
                new SimpleMeterRegistry(),
                HttpClient.newBuilder().sslContext(tls));
    }

    @BeforeEach
    void start() {
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/record", exchange -> {
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

    private URI uri(String host, String path) {
        return URI.create("https://" + host + ":" + server.getAddress().getPort() + path);
    }

    /** A certificate made for this test, and the trust in it. */
    private static SSLContext certificateOf(String name, Path folder) throws Exception {
        var store = folder.resolve("keys.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "source",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:" + name,
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("source", keys.getCertificate("source"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return tls;
    }
}

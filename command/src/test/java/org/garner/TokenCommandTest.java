package org.garner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.garner.console.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command against a server that answers as the description of the endpoint says. */
class TokenCommandTest {
    private static final String DASHBOARD = """
        {"id":"01a2","name":"dashboard","role":"reader","publisher":null,"scope":"read","state":"holding",
         "created":"2026-01-01T00:00:00Z","created_by":"admin","expires":"2027-01-01T00:00:00Z","last_used":null,
         "revoked":null,"revoked_by":null}
        """;

    static {
        // The client is made once in a JVM, and tests of other classes send this header.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "";

    private record Result(int status, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add("%s %s %s %s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("Authorization"),
                            body));
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aNewTokenIsTheOnlyThingOnStdout() {
        answer = "{\"secret\":\"garner_secret\",\"token\":" + DASHBOARD + "}";

        var made = garner("create", "dashboard", "--role", "reader", "--scope", "read", "--expires", "2027-01-01");

        assertThat(made.status()).as(made.err()).isZero();
        assertThat(made.out()).isEqualTo("garner_secret\n");
        assertThat(made.err()).contains("dashboard: reader, scope read, expires 2027-01-01T00:00:00Z");
        assertThat(asked)
                .containsExactly(
                        "POST /api/v1/tokens Bearer letmein"
                            + " {\"expires\":\"2027-01-01T00:00:00Z\",\"name\":\"dashboard\",\"role\":\"reader\",\"scope\":\"read\"}");
    }

    @Test
    void tokensAreListedPageByPage() {
        answer = "{\"tokens\":[" + DASHBOARD + "]}";

        var listed = garner("list");

        assertThat(listed.out()).startsWith("01a2  dashboard  holding   reader, scope read");
        assertThat(listed.err()).isEqualTo("1 token that holds\n");
        assertThat(asked).hasSize(1).first().asString().contains("holding=true");
        assertThat(garner("list", "--all", "--json").out()).contains("\"last_used\":null");
    }

    @Test
    void aTokenIsRevokedByItsName() {
        answer = DASHBOARD;

        assertThat(garner("revoke", "a name").err()).isEqualTo("dashboard (01a2) is revoked.\n");
        assertThat(asked).first().asString().startsWith("DELETE /api/v1/tokens/a%20name ");
    }

    @Test
    void aNoIsToldInTheWordsOfTheServer() {
        status = 403;
        answer = "{\"detail\":\"To give out tokens takes a sysadmin.\"}";

        var refused = garner("create", "x", "--role", "sysadmin");

        assertThat(refused.status()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).isEqualTo("To give out tokens takes a sysadmin.\n");
    }

    @Test
    void theTokenMayStandInAFile(@TempDir Path folder) throws IOException {
        answer = "{\"tokens\":[]}";
        var file = Files.writeString(folder.resolve("token"), "from-a-file\n");

        run("token", "list", "--server", address(), "--token", "@" + file);

        assertThat(asked).first().asString().contains("Bearer from-a-file");
    }

    @Test
    void withoutAServerItSaysHowToNameOne(@TempDir Path folder) {
        var nowhere = run("token", "list", "--data", folder.toString());

        assertThat(nowhere.status()).isEqualTo(ExitCode.FAILED);
        assertThat(nowhere.err()).contains("No server runs on the data folder " + folder, "--server");
        assertThat(run("token", "list", "--server", "nowhere", "--token", "x").status())
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("token").status()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "12h,                       2026-11-23T22:00:00Z",
        "90d,                       2027-02-21T10:00:00Z",
        "2w,                        2026-12-07T10:00:00Z",
        "3m,                        2027-02-23T10:00:00Z",
        "1y,                        2027-11-23T10:00:00Z",
        "2027-01-31,                2027-01-31T00:00:00Z",
        "2027-01-31T08:00:00+01:00, 2027-01-31T07:00:00Z"
    })
    void whenATokenExpiresIsASpanADateOrATime(String typed, String end) {
        assertThat(TokenCommand.expiry(typed, Instant.parse("2026-11-23T10:00:00.5Z")))
                .isEqualTo(end);
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> TokenCommand.expiry("soon", Instant.now())).hasMessageContaining("but was 'soon'");
    }

    private Result garner(String... arguments) {
        var all = new ArrayList<>(List.of("token"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--server", address(), "--token", "letmein"));
        return run(all.toArray(String[]::new));
    }

    private String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private static Result run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var status = Garner.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Result(status, out.toString(), err.toString());
    }
}

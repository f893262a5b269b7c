package org.garner.harvest.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestFailure.NotStored;
import org.garner.harvest.HarvestFailure.Refused;
import org.garner.harvest.HarvestFailure.TooLarge;
import org.garner.harvest.HarvestFailure.TooSlow;
import org.garner.harvest.HarvestFailure.Truncated;
import org.garner.harvest.HarvestFailure.Unexpected;
import org.garner.harvest.HarvestFailure.Unreachable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are slow, endless, broken, bombs or no answers: each ends soon, with a reason, and nothing of it is used. */
@Timeout(60)
class HostileAnswersTest {
    private static final byte[] RECORD = "<record>äöü</record>".repeat(100).getBytes(UTF_8);

    @TempDir
    Path spool;

    @Test
    void anAnswerThatDripsIsGivenUpForItsRate() throws Exception {
        var times = new HttpSettings.Times(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(30), 500, Duration.ofMillis(600));
        try (var server = new RawServer(out -> drip(out, Duration.ofMillis(50)))) {
            var failure = failure(server, Clients.QUICK.with(times));

            assertThat(failure).isInstanceOf(TooSlow.class);
            assertThat(failure.describe()).contains("bytes/s", "at least 500").contains("localhost");
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatNeverEndsIsGivenUpAtTheDeadline() throws Exception {
        var times = new HttpSettings.Times(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(700), 0, Duration.ofSeconds(60));
        try (var server = new RawServer(out -> drip(out, Duration.ofMillis(1)))) {
            var start = System.nanoTime();

            assertThat(failure(server, Clients.QUICK.with(times))).isInstanceOf(TooSlow.class);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        try (var server = new RawServer(out -> Thread.sleep(Duration.ofSeconds(30)))) {
            assertThat(failure(server, impatient())).isInstanceOf(TooSlow.class);
        }
    }

    @Test
    void headersWithoutEndAreGivenUp() throws Exception {
        try (var server = new RawServer(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(ISO_8859_1));
            for (int i = 0; ; i++) {
                out.write("X-%d: %s\r\n".formatted(i, "x".repeat(1000)).getBytes(ISO_8859_1));
            }
        })) {
            assertThat(failure(server, Clients.QUICK).describe()).contains("an HTTP answer");
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void headersThatDripAreGivenUp() throws Exception {
        try (var server = new RawServer(out -> {
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(ISO_8859_1));
            while (true) {
                out.write('x');
                out.flush();
                Thread.sleep(20);
            }
        })) {
            assertThat(failure(server, impatient())).isInstanceOf(TooSlow.class);
        }
    }

    @Test
    void anAnswerShorterThanAnnouncedIsAskedForAgainAndNeverUsed() throws Exception {
        try (var server = RawServer.saying("200 OK\nContent-Length: 3000", RECORD)) {
            var failure = failure(server, Clients.QUICK);

            assertThat(failure).isInstanceOf(Truncated.class);
            assertThat(failure.describe()).contains("did not send its whole answer", "3000");
            assertThat(server.requests()).isEqualTo(3);
        }
    }

    @Test
    void chunksThatBreakOffAreAskedForAgainAndNeverUsed() throws Exception {
        try (var server = RawServer.saying(
                "200 OK\nTransfer-Encoding: chunked", "5\r\n<reco\r\n20\r\nrd/>".getBytes(ISO_8859_1))) {
            assertThat(failure(server, Clients.QUICK)).isInstanceOf(Truncated.class);
            assertThat(server.requests()).isEqualTo(3);
        }
    }

    @Test
    void aCompressedAnswerWithoutItsEndIsAskedForAgainAndNeverUsed() throws Exception {
        var whole = gzip(RECORD);
        var half = java.util.Arrays.copyOf(whole, whole.length - 10);
        try (var server = RawServer.saying("200 OK\nContent-Encoding: gzip", half)) {
            assertThat(failure(server, Clients.QUICK)).isInstanceOf(Truncated.class);
            assertThat(server.requests()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "deflate", "bare deflate", "identity"})
    void everyUsualCodingIsRead(String coding) throws Exception {
        var body = switch (coding) {
            case "identity" -> RECORD;
            case "deflate" -> deflate(RECORD, false);
            case "bare deflate" -> deflate(RECORD, true);
            default -> gzip(RECORD);
        };
        var name = coding.replace("bare ", "");
        try (var server = RawServer.saying("200 OK\nContent-Encoding: " + name, body);
                var client = Clients.with(Clients.QUICK);
                var reply = client.send(SourceRequest.get(server.uri(), 10_000))) {
            assertThat(reply.body().bytes()).isEqualTo(RECORD);
        }
    }

    @Test
    void aCodingThatWasNotOfferedIsRefused() throws Exception {
        try (var server = RawServer.saying("200 OK\nContent-Encoding: br", RECORD)) {
            assertThat(failure(server, Clients.QUICK)).isInstanceOf(Unexpected.class);
        }
    }

    @Test
    void aBombIsRefusedWhileItIsSmall() throws Exception {
        var bomb = gzip(new byte[64 << 20]);
        try (var server = RawServer.saying("200 OK\nContent-Encoding: gzip", bomb)) {
            var failure = failure(server, Clients.QUICK.with(spooling(1 << 20)), 1L << 40);

            assertThat(failure).isInstanceOf(Unexpected.class);
            assertThat(failure.describe()).contains("shrinks at most 250 times");
            assertThat(spool).isEmptyDirectory();
        }
    }

    @Test
    void compressedBytesAreCountedAfterTheirExpansion() throws Exception {
        try (var server = RawServer.saying("200 OK\nContent-Encoding: gzip", gzip(RECORD))) {
            assertThat(failure(server, Clients.QUICK, RECORD.length - 1)).isInstanceOf(TooLarge.class);
        }
    }

    @Test
    void anAnswerWithoutEndStopsAtTheBytesWanted() throws Exception {
        try (var server = new RawServer(out -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
            while (true) {
                out.write(RECORD);
            }
        })) {
            assertThat(failure(server, Clients.QUICK.with(spooling(1000)), 1_000_000))
                    .isInstanceOf(TooLarge.class);
            assertThat(spool).isEmptyDirectory();
        }
    }

    @Test
    void aLargeAnswerIsKeptInANamelessFileUntilItIsClosed() throws Exception {
        var large = new byte[3_000_000];
        new java.util.Random(1).nextBytes(large);
        try (var server = RawServer.saying("200 OK\nContent-Length: 3000000", large);
                var client = Clients.with(Clients.QUICK.with(spooling(1 << 20)))) {
            var reply = client.send(SourceRequest.get(server.uri(), 1L << 30));
            assertThat(reply.body().size()).isEqualTo(large.length);
            assertThat(reply.body().open()).hasBinaryContent(large);
            assertThat(reply.body().open()).hasBinaryContent(large);
            assertThat(reply.body().bytes()).isEqualTo(large);
            assertThat(spool).isEmptyDirectory();

            reply.close();
            assertThatThrownBy(() -> reply.body().bytes()).isInstanceOf(ClosedChannelException.class);
        }
    }

    @Test
    void aFolderThatCannotTakeTheAnswerIsOurTrouble() throws Exception {
        var file = Files.createFile(spool.resolve("not-a-folder"));
        var sizes = new HttpSettings.Sizes(100, 250, 5, file);
        try (var server = RawServer.saying("200 OK", RECORD)) {
            assertThat(failure(server, Clients.QUICK.with(sizes))).isInstanceOf(NotStored.class);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void whatIsNoHttpIsSaidToBeNone() throws Exception {
        try (var server = new RawServer(out -> out.write("220 ftp.example.org ready\r\n\r\n".getBytes(ISO_8859_1)))) {
            assertThat(failure(server, Clients.QUICK)).isInstanceOf(Unexpected.class);
        }
    }

    @Test
    void aRefusalWithoutAChallengeIsARefusal() throws Exception {
        try (var server = RawServer.saying("401 Unauthorized", "Who are you?".getBytes(UTF_8))) {
            assertThat(failure(server, Clients.QUICK)).isEqualTo(new Refused(server.uri(), 401, "Who are you?"));
        }
    }

    @Test
    void aPortWhereNobodyListensIsUnreachable() throws Exception {
        var server = new RawServer(out -> {});
        server.close();

        var failure = failure(server, Clients.QUICK);

        assertThat(failure).isInstanceOf(Unreachable.class);
        assertThat(failure.describe()).contains("refused");
    }

    @Test
    void anInterruptEndsARequestAtOnce() throws Exception {
        var outcome = new AtomicReference<Object>("nothing");
        try (var server = new RawServer(out -> drip(out, Duration.ofMillis(20)));
                var client = Clients.with(Clients.QUICK)) {
            var caller = Thread.ofVirtual().start(() -> {
                try {
                    outcome.set(client.send(SourceRequest.get(server.uri(), 1_000_000)));
                } catch (SourceException | InterruptedException e) {
                    outcome.set(e);
                }
            });
            Thread.sleep(300);
            caller.interrupt();

            assertThat(caller.join(Duration.ofSeconds(2))).isTrue();
            assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    private HttpSettings.Sizes spooling(int memoryBytes) {
        return new HttpSettings.Sizes(memoryBytes, 250, 5, spool);
    }

    private static HttpSettings impatient() {
        return Clients.QUICK.with(new HttpSettings.Times(
                Duration.ofSeconds(5), Duration.ofMillis(400), Duration.ofSeconds(5), 500, Duration.ofSeconds(5)));
    }

    private static HarvestFailure failure(RawServer server, HttpSettings settings) {
        return failure(server, settings, 10_000);
    }

    private static HarvestFailure failure(RawServer server, HttpSettings settings, long maxBytes) {
        try (var client = Clients.with(settings)) {
            return Clients.failure(client, SourceRequest.get(server.uri(), maxBytes));
        }
    }

    private static void drip(OutputStream out, Duration pause) throws IOException, InterruptedException {
        out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
        while (true) {
            out.write('x');
            out.flush();
            Thread.sleep(pause);
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(byte[] content, boolean bare) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, bare);
        try (var deflate = new DeflaterOutputStream(bytes, deflater)) {
            deflate.write(content);
        }
        deflater.end();
        return bytes.toByteArray();
    }
}

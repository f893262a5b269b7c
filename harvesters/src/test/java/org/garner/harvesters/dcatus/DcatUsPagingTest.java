package org.garner.harvesters.dcatus;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.garner.harvest.Cursor;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.ListingPage;
import org.garner.harvest.ListingRequest;
import org.garner.harvest.http.KeptReplies;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceReply;
import org.garner.harvesters.LocalSite;
import org.garner.harvesters.Walk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a listing goes on: within an order, after a crash, in a document of any size. */
class DcatUsPagingTest {
    private final PoliteClient client = Walk.client();
    private final DcatUsHarvester harvester = new DcatUsHarvester();
    private String served = "";

    @AfterEach
    void closeTheClient() {
        client.close();
    }

    private HarvestSource source(URI address) {
        return Walk.source(harvester, address, "{}");
    }

    private ListingPage page(LocalSite site, Cursor from, SourceClient asked) throws Exception {
        return harvester.list(new ListingRequest(source(site.at("/data.json")), from, false), asked);
    }

    private LocalSite site() {
        return new LocalSite(asked -> LocalSite.Reply.of(200, "application/json", served));
    }

    @Test
    void anotherProcessAsksAgainAndGoesOnAtTheCursor() throws Exception {
        served = DataJsonText.catalogue().datasets(0, 450).text();
        try (var site = site()) {
            var first = page(site, Cursor.START, client);
            var second = page(site, requireNonNull(first.next()), client);

            assertThat(site.asked()).hasSize(2);
            assertThat(second.records())
                    .hasSize(200)
                    .first()
                    .satisfies(record -> assertThat(record.key().value()).isEqualTo("id-200"));
        }
    }

    @Test
    void aDocumentThatChangedMeanwhileIsListedFromItsBeginning() throws Exception {
        served = DataJsonText.catalogue().datasets(0, 450).text();
        try (var site = site()) {
            var first = page(site, Cursor.START, client);
            served = DataJsonText.catalogue().datasets(500, 900).text();
            var again = page(site, requireNonNull(first.next()), client);

            assertThat(again.records().getFirst().key().value()).isEqualTo("id-500");
            assertThat(again.partial()).isFalse();
        }
    }

    @Test
    void placesInLaterPagesAreThoseOfTheDocument() throws Exception {
        served = DataJsonText.catalogue()
                .entry("{\"identifier\": \"ü\", \"title\": \"two\n lines\"}".replace("\n", "\\n\",\n\"x\": \"ä"))
                .datasets(0, 250)
                .entry("\"no dataset\"")
                .text();
        try (var site = site();
                var kept = new KeptReplies(client)) {
            var first = page(site, Cursor.START, kept);
            var second = page(site, requireNonNull(first.next()), kept);

            var line = served.substring(0, served.indexOf("\"no dataset\""))
                    .lines()
                    .count();
            assertThat(second.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.line()).isEqualTo((int) line))
                    .satisfies(problem -> assertThat(problem.column()).isEqualTo(3));
            assertThat(site.asked()).hasSize(1);
        }
    }

    @Test
    void aLargeDocumentIsReadAsAStreamInPagesOfBoundedSize() throws Exception {
        var body = new Generated(2_600, 25_000);
        SourceClient generating = request -> new SourceReply(request.uri(), 200, Map.of(), body);

        var most = 0L;
        var records = 0L;
        var pages = 0;
        try (var kept = new KeptReplies(generating)) {
            for (var cursor = Cursor.START; cursor != null; pages++) {
                var page = harvester.list(
                        new ListingRequest(source(URI.create("http://localhost/data.json")), cursor, false), kept);
                records += page.records().size();
                most = Math.max(
                        most,
                        page.records().stream()
                                .mapToLong(record -> requireNonNull(record.document()).length)
                                .sum());
                cursor = page.next();
            }
        }

        assertThat(body.size()).isGreaterThan(60_000_000);
        assertThat(records).isEqualTo(2_600);
        assertThat(most).isLessThan(DcatUsListing.BYTES_IN_A_PAGE + 26_000);
        // The first pass, and for each page one stream for the tokens and one for the documents; skipping costs
        // nothing.
        assertThat(body.opened()).isEqualTo(1 + 2 * pages);
        assertThat(body.read()).isLessThan(4 * body.size());
    }

    @Test
    void anInterruptIsTheCallersWishAndNoTroubleWithTheDocument() throws Exception {
        served = DataJsonText.catalogue().datasets(0, 150_000).text();
        try (var site = site();
                var kept = new KeptReplies(client)) {
            var first = page(site, Cursor.START, kept);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> page(site, requireNonNull(first.next()), kept))
                    .isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    /** A document that exists only while it is read; counts what is read of it, and not what is skipped, as the spool's file does. */
    private static final class Generated implements SourceReply.Body {
        private final int count;
        private final String filler;
        private final long size;
        private int opened;
        private long read;

        Generated(int count, int bytes) {
            this.count = count;
            this.filler = "x".repeat(bytes - 60);
            this.size = new Pieces().skip(Long.MAX_VALUE);
        }

        int opened() {
            return opened;
        }

        long read() {
            return read;
        }

        private byte[] piece(int number) {
            var text = "{\"identifier\":\"id-%d\",\"title\":\"%d\",\"description\":\"%s\"}"
                    .formatted(number, number, filler);
            var before = number == 0 ? "{" + DataJsonText.CONFORMS + ",\"dataset\":[" : ",";
            return (number == count ? "]}" : before + text).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public InputStream open() {
            opened++;
            return new Pieces();
        }

        @Override
        public byte[] bytes() {
            throw new AssertionError("The whole document is never held");
        }

        @Override
        public void close() {
            // Nothing is held.
        }

        private final class Pieces extends InputStream {
            private byte[] piece = new byte[0];
            private int at;
            private int next;

            private boolean atEnd() {
                while (at == piece.length && next <= count) {
                    piece = piece(next++);
                    at = 0;
                }
                return at == piece.length;
            }

            @Override
            public int read() {
                return atEnd() ? -1 : piece[at++] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (atEnd()) {
                    return -1;
                }
                int n = Math.min(length, piece.length - at);
                System.arraycopy(piece, at, into, offset, n);
                at += n;
                read += n;
                return n;
            }

            @Override
            public long skip(long bytes) {
                long left = bytes;
                while (left > 0 && !atEnd()) {
                    int n = (int) Math.min(left, piece.length - at);
                    at += n;
                    left -= n;
                }
                return bytes - left;
            }
        }
    }
}

package org.garner.harvest.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Undoes the content codings that the client offers (RFC 9110, section 8.4.1): gzip and deflate. */
final class Decoding {
    /** What the client offers to every server. */
    static final String OFFERED = "gzip, deflate";

    private static final int BUFFER = 1 << 15;

    /** A coding that was never offered. */
    static final class UnknownCoding extends IOException {
        UnknownCoding(String coding) {
            super(coding);
        }
    }

    /** Deflate data; ends its inflater, whose memory is not the heap's, when it is closed. */
    private static final class Deflated extends InflaterInputStream {
        Deflated(InputStream coded, Inflater inflater) {
            super(coded, inflater, BUFFER);
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
        }
    }

    private Decoding() {}

    /** The content of a coded body; an empty body is empty in every coding. */
    static InputStream of(InputStream body, String coding) throws IOException {
        var known = coding.strip().toLowerCase(Locale.ROOT);
        if (known.isEmpty() || known.equals("identity")) {
            return body;
        }
        var ahead = new PushbackInputStream(body, 2);
        int first = ahead.read();
        if (first < 0) {
            return ahead;
        }
        int second = ahead.read();
        if (second >= 0) {
            ahead.unread(second);
        }
        ahead.unread(first);
        return switch (known) {
            case "gzip", "x-gzip" -> new GZIPInputStream(ahead, BUFFER);
            case "deflate" -> new Deflated(ahead, new Inflater(!isZlib(first, second)));
            default -> throw new UnknownCoding(known);
        };
    }

    /** Some servers send bare deflate data in place of the zlib format that "deflate" means; the zlib header tells (RFC 1950, 2.2). */
    private static boolean isZlib(int first, int second) {
        return (first & 0x0f) == 8 && second >= 0 && ((first << 8) | second) % 31 == 0;
    }
}

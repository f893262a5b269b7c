package org.garner.catalog.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * The bytes of a document without what no XML may hold and many servers send all the same: control characters, and blanks before the XML declaration.
 * Documents in UTF-16 and UTF-32, where such bytes are halves of characters, pass unchanged.
 */
final class CleanXmlStream extends InputStream {
    private final InputStream in;
    private final boolean wide;
    private long removed;
    private boolean started;

    CleanXmlStream(byte[] document) {
        this(new ByteArrayInputStream(document), isWide(document, document.length));
    }

    CleanXmlStream(InputStream stream) {
        this(new PushbackInputStream(stream, 4));
    }

    private CleanXmlStream(PushbackInputStream stream) {
        this(stream, peek(stream));
    }

    private CleanXmlStream(InputStream in, boolean wide) {
        this.in = in;
        this.wide = wide;
    }

    /** How many control characters have been left out so far. */
    long removed() {
        return removed;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            int read = in.read(target, offset, length);
            if (read < 0 || wide) {
                return read;
            }
            int kept = clean(target, offset, offset + read) - offset;
            if (kept > 0) {
                return kept;
            }
        }
    }

    /** Moves the allowed bytes together; returns where they end. */
    private int clean(byte[] bytes, int from, int to) {
        int kept = from;
        if (started) {
            while (kept < to && isAllowed(bytes[kept])) {
                kept++;
            }
        }
        for (int i = kept; i < to; i++) {
            byte b = bytes[i];
            if (!isAllowed(b)) {
                removed++;
            } else if (started || b > ' ' || b < 0) {
                started = true;
                bytes[kept++] = b;
            }
        }
        return kept;
    }

    /** Bytes from 0x80 on, which are negative here, are parts of characters. */
    private static boolean isAllowed(byte b) {
        return b >= ' ' || b < 0 || b == '\n' || b == '\r' || b == '\t';
    }

    private static boolean peek(PushbackInputStream stream) {
        try {
            byte[] head = stream.readNBytes(4);
            stream.unread(head);
            return isWide(head, head.length);
        } catch (IOException e) {
            // The next read meets the same trouble and reports it.
            return false;
        }
    }

    /** True for the byte order marks and the first characters of UTF-16 and UTF-32 (XML 1.0, appendix F.1). */
    private static boolean isWide(byte[] head, int length) {
        if (length < 4) {
            return false;
        }
        int first = head[0] & 0xff;
        int second = head[1] & 0xff;
        boolean mark = (first == 0xfe && second == 0xff) || (first == 0xff && second == 0xfe);
        boolean bigEndian = first == 0 && (second == '<' || (second == 0 && (head[2] != 0 || head[3] == '<')));
        boolean littleEndian = first == '<' && second == 0;
        return mark || bigEndian || littleEndian;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

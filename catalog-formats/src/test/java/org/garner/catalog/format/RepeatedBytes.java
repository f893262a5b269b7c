package org.garner.catalog.format;

import java.io.InputStream;

/** A stream far longer than the memory it takes: a head, the same bytes many times, a tail. */
final class RepeatedBytes extends InputStream {
    private final byte[] body;
    private final byte[] tail;
    private byte[] now;
    private int at;
    private int left;
    private boolean inTail;

    RepeatedBytes(byte[] head, byte[] body, int times, byte[] tail) {
        this.now = head;
        this.body = body;
        this.tail = tail;
        this.left = times;
    }

    @Override
    public int read() {
        while (at == now.length) {
            if (inTail) {
                return -1;
            }
            inTail = left == 0;
            now = inTail ? tail : body;
            left--;
            at = 0;
        }
        return now[at++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int first = read();
        if (first < 0) {
            return -1;
        }
        target[offset] = (byte) first;
        int more = Math.min(length - 1, now.length - at);
        System.arraycopy(now, at, target, offset + 1, more);
        at += more;
        return more + 1;
    }
}

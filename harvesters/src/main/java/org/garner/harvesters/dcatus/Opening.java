package org.garner.harvesters.dcatus;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * The first bytes of a document, which tell how its text is written (RFC 8259, section 8.1: UTF-8; a byte order mark may be ignored).
 *
 * @param rest the document without its byte order mark
 * @param mark how many bytes the mark has, 0 or 3
 * @param words the encoding for people
 */
record Opening(InputStream rest, int mark, String words) {
    private static final int FAR_ENOUGH = 4;

    static Opening of(InputStream bytes) throws IOException {
        var rest = new PushbackInputStream(bytes, FAR_ENOUGH);
        var first = rest.readNBytes(FAR_ENOUGH);
        if (startsWith(first, 0xEF, 0xBB, 0xBF)) {
            rest.unread(first, 3, first.length - 3);
            return new Opening(rest, 3, "UTF-8");
        }
        rest.unread(first);
        return new Opening(rest, 0, isWide(first) ? "UTF-16 or UTF-32" : "UTF-8");
    }

    boolean isUtf8() {
        return words.equals("UTF-8");
    }

    /** JSON begins with ASCII, which the wide encodings write with a zero byte; or they begin with a mark of their own. */
    private static boolean isWide(byte[] first) {
        return startsWith(first, 0xFE, 0xFF)
                || startsWith(first, 0xFF, 0xFE)
                || (first.length > 1 && (first[0] == 0 || first[1] == 0));
    }

    private static boolean startsWith(byte[] bytes, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}

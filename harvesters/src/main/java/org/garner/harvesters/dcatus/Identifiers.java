package org.garner.harvesters.dcatus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a document says of each identifier. Identifiers are kept as 64 bits of their SHA-256, about 18 bytes each with their marks, so that memory is bounded
 * by {@link #MOST}; that two of two million share their 64 bits happens once in ten million documents.
 */
final class Identifiers {
    /** A dataset of the document has this identifier. */
    static final int LISTED = 1;
    /** A dataset names it in its {@code isPartOf}. */
    static final int COLLECTION = 2;
    /** The dataset of this identifier has an {@code isPartOf}. */
    static final int MEMBER = 4;

    /** How many identifiers one document may have. */
    static final int MOST = 2_000_000;

    private final int most;
    private final MessageDigest sha256;
    private long[] keys = new long[1 << 10];
    private byte[] marks = new byte[1 << 10];
    private int size;

    Identifiers(int most) {
        this.most = most;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** True when nothing can be marked that was not marked before. */
    boolean isFull() {
        return size >= most;
    }

    /** Adds a mark to an identifier. */
    void mark(String identifier, int mark) {
        if (2 * size >= keys.length) {
            grow();
        }
        var key = key(identifier);
        int slot = slot(key);
        if (keys[slot] == 0) {
            keys[slot] = key;
            size++;
        }
        marks[slot] |= (byte) mark;
    }

    boolean has(String identifier, int mark) {
        return (marks[slot(key(identifier))] & mark) != 0;
    }

    /** The slot that holds the key, or the free one where it belongs. */
    private int slot(long key) {
        int slot = (int) key & (keys.length - 1);
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        var oldKeys = keys;
        var oldMarks = marks;
        keys = new long[2 * oldKeys.length];
        marks = new byte[2 * oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                marks[slot] = oldMarks[i];
            }
        }
    }

    /** Never 0, which marks a free slot. */
    private long key(String identifier) {
        long key = ByteBuffer.wrap(sha256.digest(identifier.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return key == 0 ? 1 : key;
    }
}

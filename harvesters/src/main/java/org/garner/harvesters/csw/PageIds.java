package org.garner.harvesters.csw;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of the records of one page as short hashes: small enough for a cursor, and enough to notice a page that comes twice.
 *
 * @param hashes one of eight characters (48 bits) for each record, in order
 */
record PageIds(List<String> hashes) {
    static final PageIds NONE = new PageIds(List.of());
    private static final int BYTES = 6;
    private static final int CHARACTERS = 8;

    PageIds {
        hashes = List.copyOf(hashes);
    }

    /** A record without a name counts by its content. */
    static PageIds of(List<FoundRecord> records) {
        return new PageIds(records.stream()
                .map(found -> hash(found.id() == null ? found.xml() : found.id().getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static PageIds parse(String text) {
        var hashes = new ArrayList<String>();
        for (int i = 0; i + CHARACTERS <= text.length(); i += CHARACTERS) {
            hashes.add(text.substring(i, i + CHARACTERS));
        }
        return new PageIds(hashes);
    }

    @JsonValue
    String text() {
        return String.join("", hashes);
    }

    /** One hash for the page as a whole. */
    String whole() {
        return hash(text().getBytes(StandardCharsets.US_ASCII));
    }

    Set<String> distinct() {
        return new HashSet<>(hashes);
    }

    private static String hash(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}

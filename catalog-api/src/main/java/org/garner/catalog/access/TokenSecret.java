package org.garner.catalog.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** A token as its bearer has it: {@code garner_} and 256 random bits in base64url. It is shown once and stored nowhere. */
record TokenSecret(String value) {
    /** By this, people and tools that search for leaked secrets know what they have found. */
    static final String PREFIX = "garner_";

    private static final SecureRandom RANDOM = new SecureRandom();

    static TokenSecret fresh() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new TokenSecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /**
     * What is stored of it. A fast hash is right here: slow ones protect what people choose, which can be guessed; nobody guesses 256 random bits, and
     * every request would pay. Looking a hash up by an index tells by its time nothing of use: who can choose hashes has no way back to a token.
     */
    String hash() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256; this one says that it has not", e);
        }
    }

    @Override
    public String toString() {
        return "TokenSecret[hidden]";
    }
}

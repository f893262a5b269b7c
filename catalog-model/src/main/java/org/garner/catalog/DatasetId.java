package org.garner.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The id of a dataset in the catalogue; a UUID, as CKAN's clients expect. */
public record DatasetId(UUID value) {

    public static DatasetId parse(String text) {
        return new DatasetId(UUID.fromString(text));
    }

    /** The id that a record gets when its own is no UUID or is taken: UUIDv5 (RFC 9562, 5.5) of the key in the source's name space. */
    public static DatasetId derived(UUID source, String guid) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(source.getMostSignificantBits())
                    .putLong(source.getLeastSignificantBits())
                    .array());
            var bits = ByteBuffer.wrap(sha1.digest(guid.getBytes(StandardCharsets.UTF_8)));
            var high = (bits.getLong() & 0xffffffffffff0fffL) | 0x5000L;
            var low = (bits.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
            return new DatasetId(new UUID(high, low));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

package org.garner.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The canonical hash of a dataset's content: equal for equal datasets, whatever the order of their tags and however their source wrote them.
 *
 * @param hex SHA-256 in lower-case hexadecimal, 64 characters
 */
public record ContentHash(String hex) {

    /** Raised when the canonical form changes, so that old hashes are not compared with new ones. */
    public static final int VERSION = 1;

    public ContentHash {
        if (hex.length() != 64) {
            throw new IllegalArgumentException("A content hash has 64 hexadecimal digits, but was '%s'".formatted(hex));
        }
    }

    public static ContentHash of(Dataset dataset) {
        var canonical = new Canonical();
        canonical.text(dataset.title());
        canonical.text(dataset.notes());
        canonical.text(dataset.url());
        canonical.text(dataset.version());
        canonical.text(dataset.licenseId());
        canonical.count(dataset.tags().size());
        dataset.tags().stream().sorted().forEach(canonical::text);
        canonical.map(dataset.extras());
        canonical.count(dataset.distributions().size());
        for (var distribution : dataset.distributions()) {
            canonical.text(distribution.url());
            canonical.text(distribution.name());
            canonical.text(distribution.description());
            canonical.text(distribution.format());
            canonical.text(distribution.mediaType());
            canonical.map(distribution.extras());
        }
        owners(dataset.origin(), canonical);
        return canonical.hash();
    }

    /**
     * Owners come last, and only where there are any: all that goes before tells its own length, and datasets without keep the hash they had. Of groups
     * only the names count, for the catalogue describes them in rows of their own. Names and ids that the dataset and its distributions have elsewhere do
     * not count: they are settled when the dataset is first stored, and some catalogues give new ones every night.
     */
    private static void owners(Dataset.Origin origin, Canonical canonical) {
        var organisation = origin.organisation();
        if (organisation == null && origin.groups().isEmpty()) {
            return;
        }
        canonical.text("owners");
        canonical.text(organisation == null ? null : organisation.name());
        canonical.count(origin.groups().size());
        origin.groups().stream().map(Group::name).sorted().forEach(canonical::text);
    }

    /** Every value goes in with its length, so that no two datasets share a canonical form. */
    private static final class Canonical {
        private final MessageDigest sha256 = sha256();

        void text(@Nullable String value) {
            if (value == null) {
                count(-1);
                return;
            }
            var bytes = value.getBytes(StandardCharsets.UTF_8);
            count(bytes.length);
            sha256.update(bytes);
        }

        void map(Map<String, String> values) {
            count(values.size());
            values.forEach((key, value) -> {
                text(key);
                text(value);
            });
        }

        void count(int value) {
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        }

        ContentHash hash() {
            return new ContentHash(HexFormat.of().formatHex(sha256.digest()));
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256", e);
            }
        }
    }
}

package org.garner.catalog.store;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ids that the catalogue gives itself, and ids that are given to it. */
public final class Ids {

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Ids() {}

    /** A UUIDv7 (RFC 9562, 5.7): ids made together lie together in an index. They are names, not secrets. */
    public static UUID next() {
        var random = ThreadLocalRandom.current();
        var high = System.currentTimeMillis() << 16 | 0x7000L | random.nextInt(0x1000);
        var low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /** The UUID that this text is in full, or null. */
    public static @Nullable UUID uuid(@Nullable String text) {
        return text != null && isUuid(text) ? UUID.fromString(text) : null;
    }

    /** Whether this is a UUID in full; {@link UUID#fromString} alone also takes {@code 1-1-1-1-1}. */
    static boolean isUuid(String text) {
        return UUID_TEXT.matcher(text).matches();
    }
}

package org.garner.ledger;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The ids that begin in the same way, as the range that an index can look up. Ids of jobs begin with their time: eight characters are about a minute.
 *
 * @param least the first of them, in the order of Postgres
 * @param greatest the last of them
 */
public record IdPrefix(UUID least, UUID greatest) {
    private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{8}[0-9a-f-]{0,28}");

    /** The ids that begin as typed: at least eight digits, with the hyphens where an id has them; nothing when no id can begin so. */
    public static Optional<IdPrefix> of(String typed) {
        var prefix = typed.strip().toLowerCase(Locale.ROOT);
        if (!PREFIX.matcher(prefix).matches()) {
            return Optional.empty();
        }
        var digits = prefix.replace("-", "");
        var range = new IdPrefix(padded(digits, "0"), padded(digits, "f"));
        return range.least().toString().startsWith(prefix) ? Optional.of(range) : Optional.empty();
    }

    private static UUID padded(String digits, String with) {
        var all = (digits + with.repeat(32)).substring(0, 32);
        return new UUID(Long.parseUnsignedLong(all, 0, 16, 16), Long.parseUnsignedLong(all, 16, 32, 16));
    }
}

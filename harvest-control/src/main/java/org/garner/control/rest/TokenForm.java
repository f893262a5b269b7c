package org.garner.control.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.garner.catalog.store.Publisher;
import org.garner.catalog.store.Publishers;
import org.garner.catalog.store.access.ApiToken.Grant;
import org.garner.catalog.store.access.Role;
import org.garner.catalog.store.access.Scope;
import org.jspecify.annotations.Nullable;

/** Reads what somebody wants a token to be; what is wrong is told member by member. */
class TokenForm {
    static final SortedSet<String> MEMBERS = Members.known("name", "role", "publisher", "scope", "expires");

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@+-]{0,99}");
    /** Who else stands in the audit trail. */
    private static final Set<String> TAKEN = Set.of("admin", "system", "nobody");

    private final Publishers publishers;

    TokenForm(Publishers publishers) {
        this.publishers = publishers;
    }

    /** A token to be made, and the id of its publisher. */
    record Wanted(Grant grant, @Nullable UUID publisher) {}

    /** @throws ProblemException when any member is wrong */
    Wanted read(Members members, Instant now) {
        var name = members.text("name", 1000);
        if (name == null || !NAME.matcher(name).matches() || TAKEN.contains(name)) {
            members.wrong(
                    "name",
                    "A token's name has 1 to 100 letters, digits, blanks and . _ @ + -, begins with a letter or digit, and is none of %s, but was '%.100s'"
                            .formatted(new TreeSet<>(TAKEN), name));
        }
        var role = oneOf(members, "role", Role.class, null);
        var scope = oneOf(members, "scope", Scope.class, Scope.ALL);
        var publisher = publisher(members, role);
        var expires = expires(members, now);
        members.check();
        // Whatever is missing here has been refused above.
        return new Wanted(
                new Grant(
                        name == null ? "" : name,
                        role == null ? Role.READER : role,
                        publisher == null ? null : publisher.name(),
                        scope == null ? Scope.READ : scope,
                        expires),
                publisher == null ? null : publisher.id());
    }

    private @Nullable Publisher publisher(Members members, @Nullable Role role) {
        var given = members.text("publisher", 200);
        if (role == null || role.ofPublisher() == (given != null)) {
            var found = given == null ? null : publishers.find(given).orElse(null);
            if (given != null && found == null) {
                members.wrong("publisher", "There is no publisher of the id or name '%s'".formatted(given));
            }
            return found;
        }
        members.wrong(
                "publisher",
                given == null
                        ? "A token of the role %s is for one publisher: give its id or name".formatted(role.word())
                        : "A token of the role %s is for no publisher".formatted(role.word()));
        return null;
    }

    private static <E extends Enum<E>> @Nullable E oneOf(
            Members members, String member, Class<E> words, @Nullable E otherwise) {
        var given = members.text(member, 100);
        if (given == null && otherwise != null) {
            return otherwise;
        }
        var all = words.getEnumConstants();
        for (var each : all) {
            if (word(each).equals(given)) {
                return each;
            }
        }
        members.wrong(
                member,
                "This is one of %s, but was '%s'"
                        .formatted(Arrays.stream(all).map(TokenForm::word).toList(), given));
        return null;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static @Nullable Instant expires(Members members, Instant now) {
        var given = members.text("expires", 100);
        if (given == null) {
            return null;
        }
        try {
            var time = OffsetDateTime.parse(given).toInstant();
            if (time.isAfter(now)) {
                return time;
            }
            members.wrong("expires", "A token expires in the future, but this is %s".formatted(given));
        } catch (DateTimeException e) {
            members.wrong("expires", "This is a time such as 2027-01-31T08:00:00Z, but was '%s'".formatted(given));
        }
        return null;
    }
}

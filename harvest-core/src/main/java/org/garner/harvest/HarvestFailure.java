package org.garner.harvest;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why something did not work: a value with a sentence. The sentence says what was tried, on what, what was found and what follows.
 */
public sealed interface HarvestFailure {
    /** Which kind of trouble it is: the word that reports and metrics group by. */
    Kind kind();

    /** The sentence for people. */
    String describe();

    /** The address concerned, if one is. */
    default @Nullable URI address() {
        return null;
    }

    /** The line in the document, from 1, if known. */
    default @Nullable Integer line() {
        return null;
    }

    /** The column in the line, from 1, if known. */
    default @Nullable Integer column() {
        return null;
    }

    /** Whose trouble it is. */
    enum Kind {
        SOURCE,
        TRANSPORT,
        FORMAT,
        VALIDATION,
        MAPPING,
        STORAGE;

        /** As the ledger and the API write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** No answer: name not found, connection refused, reset, TLS failure. */
    record Unreachable(URI address, String cause) implements HarvestFailure {
        @Override
        public Kind kind() {
            return Kind.TRANSPORT;
        }

        @Override
        public String describe() {
            return "%s could not be reached: %s. Check the address and whether the server is up; the next run tries again."
                    .formatted(address, cause);
        }
    }

    /** An answer came, with a status that is not a success. */
    record Refused(URI address, int status, String excerpt) implements HarvestFailure {
        @Override
        public Kind kind() {
            return Kind.TRANSPORT;
        }

        @Override
        public String describe() {
            return "%s answered %d, expected 200%s. Check the source's URL; the next run tries again."
                    .formatted(address, status, excerpt.isBlank() ? "" : " (it said: " + excerpt + ")");
        }
    }

    /** The answer took longer, or came slower, than allowed. */
    record TooSlow(URI address, String limit, Duration waited) implements HarvestFailure {
        @Override
        public Kind kind() {
            return Kind.TRANSPORT;
        }

        @Override
        public String describe() {
            return "%s was given up after %.1f s: %s. The next run tries again."
                    .formatted(address, waited.toMillis() / 1000.0, limit);
        }
    }

    /** The answer is larger than allowed. */
    record TooLarge(URI address, long limitBytes) implements HarvestFailure {
        @Override
        public Kind kind() {
            return Kind.TRANSPORT;
        }

        @Override
        public String describe() {
            return "%s sent more than the %,d bytes allowed. The rest was not read; nothing of this answer is used."
                    .formatted(address, limitBytes);
        }
    }

    /** The answer broke off: fewer bytes than announced, a connection reset, a compressed body without its end. */
    record Truncated(URI address, String how) implements HarvestFailure {
        @Override
        public Kind kind() {
            return Kind.TRANSPORT;
        }

        @Override
        public String describe() {
            return "%s did not send its whole answer: %s. Nothing of it is used; the next run tries again."
                    .formatted(address, how);
        }
    }

    /** The address may not be asked at all. */
    record ForbiddenAddress(URI address, String why) implements HarvestFailure {
        @Override
        public Kind kind() {
            return Kind.TRANSPORT;
        }

        @Override
        public String describe() {
            return "%s was not asked: %s.".formatted(address, why);
        }
    }

    /** The source answered, but not with what its type promises: an exception report, HTML in place of XML, an empty listing. */
    record Unexpected(@Nullable URI address, String expected, String found) implements HarvestFailure {
        @Override
        public Kind kind() {
            return Kind.SOURCE;
        }

        @Override
        public String describe() {
            return "%s: expected %s, found %s.".formatted(address == null ? "The source" : address, expected, found);
        }
    }

    /** A document cannot be parsed, or is of a format that nothing here reads. */
    record Malformed(
            @Nullable URI address,
            String what,
            @Nullable Integer line,
            @Nullable Integer column) implements HarvestFailure {
        @Override
        public Kind kind() {
            return Kind.FORMAT;
        }

        @Override
        public String describe() {
            return line == null ? what : "Line %d, column %s: %s".formatted(line, column == null ? "?" : column, what);
        }
    }

    /** A document can be parsed but makes no dataset. */
    record Unmappable(
            String what, @Nullable Integer line, @Nullable Integer column) implements HarvestFailure {
        @Override
        public Kind kind() {
            return Kind.MAPPING;
        }

        @Override
        public String describe() {
            return what;
        }
    }

    /** The catalogue or the ledger refused it. */
    record NotStored(String what) implements HarvestFailure {
        @Override
        public Kind kind() {
            return Kind.STORAGE;
        }

        @Override
        public String describe() {
            return what;
        }
    }
}

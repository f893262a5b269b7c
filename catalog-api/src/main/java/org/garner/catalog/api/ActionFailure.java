package org.garner.catalog.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why an action gave no result. Clients tell the cases apart by {@code __type} and strip the text before the first colon of the message, so both are
 * CKAN's to the letter; what follows the colon is ours.
 */
sealed interface ActionFailure {

    /** The status of the HTTP reply. */
    int status();

    /** The value of {@code __type}; null when the body is a bare JSON string instead of an envelope. */
    @Nullable
    String type();

    String message();

    /** Malformed JSON, an unknown action, a method that the action does not take. */
    record BadRequest(String detail) implements ActionFailure {
        @Override
        public int status() {
            return 400;
        }

        @Override
        public @Nullable String type() {
            return null;
        }

        @Override
        public String message() {
            return "Bad request - " + detail;
        }
    }

    /**
     * JSON that is well-formed but not an object where one is due.
     *
     * @param data what came instead, JSON text
     */
    record NotAnObject(String message, String data) implements ActionFailure {
        @Override
        public int status() {
            return 400;
        }

        @Override
        public String type() {
            return "Integrity Error";
        }
    }

    record NotAllowed(String detail) implements ActionFailure {
        @Override
        public int status() {
            return 403;
        }

        @Override
        public String type() {
            return "Authorization Error";
        }

        @Override
        public String message() {
            return "Access denied: " + detail;
        }
    }

    record NotFound(String detail) implements ActionFailure {
        @Override
        public int status() {
            return 404;
        }

        @Override
        public String type() {
            return "Not Found Error";
        }

        @Override
        public String message() {
            return "Not found: " + detail;
        }
    }

    /** Parameters that were understood but are not valid: messages by field. */
    record Invalid(Map<String, List<String>> fields) implements ActionFailure {
        @Override
        public int status() {
            return 409;
        }

        @Override
        public String type() {
            return "Validation Error";
        }

        @Override
        public String message() {
            return "Validation failed: " + fields;
        }
    }

    /** A search parameter that does not exist, or a sort order that cannot be. */
    record BadSearchParameter(String message) implements ActionFailure {
        @Override
        public int status() {
            return 400;
        }

        @Override
        public String type() {
            return "Search Query Error";
        }
    }

    /** A query that the index cannot parse. */
    record BadQuery(String detail) implements ActionFailure {
        @Override
        public int status() {
            return 409;
        }

        @Override
        public String type() {
            return "Search Error";
        }

        @Override
        public String message() {
            return "Search error: " + detail;
        }
    }

    record IndexUnreachable() implements ActionFailure {
        @Override
        public int status() {
            return 500;
        }

        @Override
        public String type() {
            return "Search Connection Error";
        }

        @Override
        public String message() {
            return "Unable to connect to the search server: the search index does not answer; try again in a minute";
        }
    }

    /** Anything else: the detail is in the log, not in the reply. */
    record Internal() implements ActionFailure {
        @Override
        public int status() {
            return 500;
        }

        @Override
        public String type() {
            return "Internal Server Error";
        }

        @Override
        public String message() {
            return "Internal Server Error";
        }
    }
}

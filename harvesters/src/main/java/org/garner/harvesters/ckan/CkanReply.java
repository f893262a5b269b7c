package org.garner.harvesters.ckan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.garner.catalog.format.Json;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceReply;
import org.garner.harvesters.Glance;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/**
 * What an action answered: CKAN's envelope, read in one pass. Packages are cut out of it as the bytes that were sent, so that an unchanged package is
 * recognised by its hash whatever surrounds it.
 *
 * @param from where it came from
 * @param packages the packages of a search, or the one package that was shown
 * @param count how many the search matches, if the reply says so
 * @param error why the action gave no result; null when it gave one
 */
record CkanReply(
        URI from,
        List<FoundPackage> packages,
        @Nullable Long count,
        @Nullable ActionError error) {
    CkanReply {
        packages = List.copyOf(packages);
    }

    /**
     * An error of CKAN.
     *
     * @param type {@code Not Found Error} and the like, empty when not told
     */
    record ActionError(String type, String message) {
        boolean denies() {
            return type.equals("Not Found Error") || type.equals("Authorization Error");
        }

        String words() {
            var said = message.length() > 200 ? message.substring(0, 200) + "…" : message;
            return "an error of CKAN: %s%s".formatted(type.isEmpty() ? "" : type + ", ", "'" + said + "'");
        }
    }

    /** @throws SourceException when this is no answer of an action */
    static CkanReply read(SourceReply reply, String action) throws SourceException {
        try {
            var body = reply.body().bytes();
            try (var parser = Json.FACTORY.createParser(ObjectReadContext.empty(), body)) {
                return new Reader(parser, body, reply.uri()).read();
            }
        } catch (NoEnvelopeException e) {
            throw new SourceException(new HarvestFailure.Unexpected(
                    reply.uri(),
                    "the answer of CKAN's action %s, a JSON object with success and result".formatted(action),
                    Glance.at(reply).words()));
        } catch (JacksonException e) {
            var glance = Glance.at(reply);
            if (glance.form() != Glance.Form.JSON) {
                throw new SourceException(new HarvestFailure.Unexpected(
                        reply.uri(), "the answer of CKAN's action %s, JSON".formatted(action), glance.words()));
            }
            var place = e.getLocation();
            throw new SourceException(new HarvestFailure.Malformed(
                    reply.uri(),
                    "%s is not readable JSON: %s".formatted(reply.uri(), e.getOriginalMessage()),
                    place == null ? null : place.getLineNr(),
                    place == null ? null : place.getColumnNr()));
        } catch (IOException e) {
            throw new UncheckedIOException("The body of %s was lost after it had arrived".formatted(reply.uri()), e);
        }
    }

    /** The JSON is none of CKAN's. */
    private static final class NoEnvelopeException extends Exception {
        NoEnvelopeException() {
            super(null, null, false, false);
        }
    }

    private static final class Reader {
        /** Reads a value in the midst of others. */
        private static final ObjectReader PART =
                Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

        private final JsonParser parser;
        private final byte[] body;
        private final URI from;
        private final List<FoundPackage> packages = new ArrayList<>();
        private @Nullable Long count;
        private @Nullable Boolean success;
        private @Nullable JsonNode error;
        private boolean hasResult;

        Reader(JsonParser parser, byte[] body, URI from) {
            this.parser = parser;
            this.body = body;
            this.from = from;
        }

        CkanReply read() throws NoEnvelopeException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new NoEnvelopeException();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                var value = parser.nextToken();
                switch (name) {
                    case "success" -> success = value == JsonToken.VALUE_TRUE;
                    case "error" -> error = PART.readTree(parser);
                    case "result" -> result(value);
                    default -> parser.skipChildren();
                }
            }
            if (success == null || (success && !hasResult)) {
                throw new NoEnvelopeException();
            }
            return new CkanReply(from, packages, count, success ? null : error());
        }

        private ActionError error() {
            var said = error;
            if (said == null || !said.isObject()) {
                return new ActionError("", said == null ? "no reason given" : said.asString(said.toString()));
            }
            var message = said.path("message").isString() ? said.path("message").asString() : said.toString();
            return new ActionError(said.path("__type").asString(""), message);
        }

        /** The result of a search, which has results, or one package. */
        private void result(JsonToken value) {
            if (value != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            var start = parser.currentTokenLocation().getByteOffset();
            var members = new Members();
            boolean search = false;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                var token = parser.nextToken();
                if (name.equals("results") && token == JsonToken.START_ARRAY) {
                    search = true;
                    results();
                } else if (name.equals("count") && token == JsonToken.VALUE_NUMBER_INT) {
                    count = parser.getLongValue();
                } else {
                    members.take(name, token, parser);
                }
            }
            hasResult = search || members.id != null;
            if (!search && members.id != null) {
                packages.add(members.found(slice(start)));
            }
        }

        private void results() {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    parser.skipChildren();
                    packages.add(new FoundPackage(null, null, false, false, new byte[0]));
                    continue;
                }
                var start = parser.currentTokenLocation().getByteOffset();
                var members = new Members();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    var name = parser.currentName();
                    members.take(name, parser.nextToken(), parser);
                }
                packages.add(members.found(slice(start)));
            }
        }

        /** From there to the end of the object that the parser has just left. */
        private byte[] slice(long start) {
            var end = parser.currentLocation().getByteOffset();
            var slice = Arrays.copyOfRange(body, Math.toIntExact(start), Math.toIntExact(end));
            if (slice.length < 2 || slice[0] != '{' || slice[slice.length - 1] != '}') {
                throw new IllegalStateException(
                        "A package of %s was cut out at the wrong place: bytes %d to %d".formatted(from, start, end));
            }
            return slice;
        }
    }

    /** The members of a package that a listing needs; all others are passed over. */
    private static final class Members {
        private @Nullable String id;
        private @Nullable String modified;
        private boolean whole;
        private boolean hidden;

        void take(String name, JsonToken value, JsonParser parser) {
            switch (name) {
                case "id" -> id = text(value, parser);
                case "metadata_modified" -> modified = text(value, parser);
                case "name" -> whole = true;
                case "type" -> hidden |= "harvest".equals(text(value, parser));
                case "state" -> {
                    var state = text(value, parser);
                    hidden |= state != null && !state.equals("active");
                }
                case "private" -> hidden |= value == JsonToken.VALUE_TRUE;
                default -> {
                    // Not needed to list it.
                }
            }
            parser.skipChildren();
        }

        FoundPackage found(byte[] json) {
            return new FoundPackage(id, modified, whole, hidden, json);
        }

        private static @Nullable String text(JsonToken value, JsonParser parser) {
            var text = value == JsonToken.VALUE_STRING ? parser.getString().strip() : "";
            return text.isEmpty() ? null : text;
        }
    }
}

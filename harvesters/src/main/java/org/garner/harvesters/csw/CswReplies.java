package org.garner.harvesters.csw;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.garner.catalog.format.MalformedXmlException;
import org.garner.catalog.format.Xml;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceReply;
import org.garner.harvest.http.SourceRequest;
import org.garner.harvesters.Glance;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.xml.XmlMapper;

/** Sends CSW requests and refuses what is no answer to them: exception reports, web pages, other documents. */
final class CswReplies {
    private static final XmlMapper SMALL_XML = new XmlMapper();
    /** Capabilities and exception reports are small; anything larger is something else. */
    private static final long LARGEST_SMALL = 8L << 20;

    private static final int QUOTED = 400;
    /** Answers that speak about the request and not about the server's health: another form of the request may succeed. */
    private static final Set<Integer> ABOUT_THE_REQUEST =
            Set.of(400, 403, 404, 405, 406, 411, 413, 414, 415, 422, 500, 501);

    private CswReplies() {}

    /**
     * Sends a request.
     *
     * @param expected the root element of the answer, without a prefix
     * @return the reply, whose root element is the one expected; the caller closes it
     */
    static SourceReply ask(SourceClient client, SourceRequest request, String expected)
            throws SourceException, InterruptedException {
        var reply = client.send(request);
        var glance = Glance.at(reply);
        if (glance.root().equals(expected)) {
            return reply;
        }
        try (reply) {
            var found = glance.root().equals("ExceptionReport") ? exception(reply) : glance.words();
            throw new SourceException(
                    new HarvestFailure.Unexpected(request.uri(), "a csw:%s document".formatted(expected), found));
        }
    }

    /** True when another form of the request may succeed where this one failed. */
    static boolean isAboutTheRequest(HarvestFailure failure) {
        return switch (failure) {
            case HarvestFailure.Unexpected unexpected -> true;
            case HarvestFailure.Malformed malformed -> true;
            case HarvestFailure.Refused refused -> ABOUT_THE_REQUEST.contains(refused.status());
            default -> false;
        };
    }

    /** True when one record in a page may be what the server or the reader stumbles over. */
    static boolean mayBeOneRecord(HarvestFailure failure) {
        return switch (failure) {
            case HarvestFailure.Refused refused -> refused.status() == 400 || refused.status() == 500;
            default -> isAboutTheRequest(failure) || isAboutTheAmount(failure);
        };
    }

    /** True when less in one answer may succeed where this failed. */
    static boolean isAboutTheAmount(HarvestFailure failure) {
        return failure instanceof HarvestFailure.TooLarge || failure instanceof HarvestFailure.TooSlow;
    }

    /** The namespace of the root element; empty when there is none or the body is no XML. */
    static String rootNamespace(SourceReply reply) {
        try (var stream = reply.body().open();
                var in = Xml.read(stream)) {
            return in.namespace();
        } catch (MalformedXmlException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("The body of %s was lost after it had arrived".formatted(reply.uri()), e);
        }
    }

    /** A small document as a tree; elements and attributes by local name. */
    static JsonNode tree(SourceReply reply) throws SourceException {
        try {
            if (reply.body().size() > LARGEST_SMALL) {
                throw new SourceException(new HarvestFailure.TooLarge(reply.uri(), LARGEST_SMALL));
            }
            return SMALL_XML.readTree(reply.body().bytes());
        } catch (JacksonException e) {
            var place = e.getLocation();
            throw new SourceException(new HarvestFailure.Malformed(
                    reply.uri(),
                    "%s is not readable XML: %s".formatted(reply.uri(), e.getOriginalMessage()),
                    place == null ? null : place.getLineNr(),
                    place == null ? null : place.getColumnNr()));
        } catch (IOException e) {
            throw new UncheckedIOException("The body of %s was lost after it had arrived".formatted(reply.uri()), e);
        }
    }

    /** The children of that name: a tree of XML holds one as itself and several as an array. */
    static Iterable<JsonNode> each(JsonNode parent, String name) {
        var found = parent.path(name);
        return found.isArray() ? found : found.isMissingNode() ? List.of() : List.of(found);
    }

    /** The text of an element with or without attributes. */
    static String text(JsonNode element) {
        return (element.isObject() ? element.path("").asString("") : element.asString("")).strip();
    }

    /** An OWS exception report (OGC 05-008, 8) in one sentence: code, locator and text of each exception. */
    private static String exception(SourceReply reply) throws SourceException {
        var words = new StringBuilder("an exception report");
        for (var exception : each(tree(reply), "Exception")) {
            words.append(words.indexOf(":") < 0 ? ": " : "; ")
                    .append(exception.path("exceptionCode").asString("no code"));
            var locator = exception.path("locator").asString("");
            if (!locator.isBlank()) {
                words.append(" at '").append(locator).append('\'');
            }
            for (var text : each(exception, "ExceptionText")) {
                words.append(", '").append(text(text).replaceAll("\\s+", " ")).append('\'');
            }
        }
        return words.length() <= QUOTED ? words.toString() : words.substring(0, QUOTED) + "…";
    }
}

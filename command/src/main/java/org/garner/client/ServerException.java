package org.garner.client;

import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The server refused, failed or did not answer; the message is a sentence for people. */
public final class ServerException extends RuntimeException {
    private final int status;
    private final transient JsonNode problem;

    private ServerException(int status, JsonNode problem, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.problem = problem;
    }

    static ServerException refused(URI address, int status, JsonNode problem) {
        var said = Stream.of("/detail", "/title", "/error/message")
                .map(where -> problem.at(where).asString(""))
                .filter(sentence -> !sentence.isEmpty())
                .findFirst()
                .orElseGet(() -> problem.isString() ? problem.asString() : fields(problem.path("error")));
        var message = said.isEmpty() ? "%s answered %d without saying why.".formatted(address, status) : said;
        return new ServerException(status, problem, message, null);
    }

    /** What CKAN's Action API says of parameters: {@code frequency: Must be one of ...}. */
    private static String fields(JsonNode error) {
        return error.propertyStream()
                .filter(field -> field.getValue().isArray())
                .map(field -> field.getKey() + ": "
                        + field.getValue().valueStream().map(JsonNode::asString).collect(Collectors.joining("; ")))
                .collect(Collectors.joining("; "));
    }

    static ServerException unreachable(URI address, Throwable cause) {
        var why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new ServerException(
                0,
                JsonNodeFactory.instance.objectNode(),
                "The server at %s does not answer (%s). If it stopped, the job goes on when a server runs on its folder again."
                        .formatted(address, why),
                cause);
    }

    /** The status of the answer, 0 when none came. */
    public int status() {
        return status;
    }

    /** The problem document (RFC 9457), empty when there was none. */
    public JsonNode problem() {
        return problem;
    }
}

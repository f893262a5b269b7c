package org.garner.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * Edits the sources of a simulator that runs in a process of its own: {@code GET /control} tells what was served so far, {@code GET /control/hash}
 * also the hash of all records, {@code POST /control/change?count=N} and {@code POST /control/remove?count=N} change the first and take away the last
 * N records of each source. All answer with the state as JSON: {@code {"records": 100, "bytes": 2500000, "requests": {"GetRecords": 2}}}.
 */
final class SimulatorControl {
    static final String PATH = "/control";

    private final List<SimulatedSource> sources;

    SimulatorControl(List<SimulatedSource> sources) {
        this.sources = List.copyOf(sources);
    }

    void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = Incoming.of(exchange);
            var reply = answer(request);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), reply.length());
            for (var piece : reply.pieces()) {
                exchange.getResponseBody().write(piece);
            }
        }
    }

    private Reply answer(Incoming request) {
        return switch (request.method() + " " + request.path()) {
            case "GET /control" -> state("");
            case "GET /control/hash" ->
                state(sources.stream()
                        .map(source -> "\"%s\"".formatted(source.hash()))
                        .collect(Collectors.joining(", ", ", \"hashes\": [", "]")));
            case "POST /control/change" -> edited(request, count -> sources.forEach(source -> source.change(count)));
            case "POST /control/remove" -> edited(request, count -> sources.forEach(source -> source.remove(count)));
            default ->
                json(
                        404,
                        "{\"error\": \"There is GET /control, /control/hash, POST /control/change, /control/remove\"}");
        };
    }

    private Reply edited(Incoming request, IntConsumer edit) {
        if (!request.query().matches("count=[0-9]{1,9}")) {
            return json(400, "{\"error\": \"Say how many records: ?count=10\"}");
        }
        edit.accept(Integer.parseInt(request.query().substring("count=".length())));
        return state("");
    }

    private Reply state(String more) {
        Map<String, Long> requests = new TreeMap<>();
        sources.forEach(
                source -> source.requestsByKind().forEach((kind, count) -> requests.merge(kind, count, Long::sum)));
        return json(
                200,
                "{\"records\": %d, \"bytes\": %d, \"requests\": {%s}%s}"
                        .formatted(
                                sources.stream()
                                        .mapToLong(SimulatedSource::size)
                                        .sum(),
                                sources.stream()
                                        .mapToLong(SimulatedSource::bytes)
                                        .sum(),
                                requests.entrySet().stream()
                                        .map(each -> "\"%s\": %d".formatted(each.getKey(), each.getValue()))
                                        .collect(Collectors.joining(", ")),
                                more));
    }

    private static Reply json(int status, String text) {
        return Reply.of(status, "application/json").add(text);
    }
}

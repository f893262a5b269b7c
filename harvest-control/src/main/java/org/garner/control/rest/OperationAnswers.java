package org.garner.control.rest;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.garner.harvest.HarvestSource;
import org.garner.ledger.Operations.Asked;
import org.garner.ledger.Operations.Operation;
import org.garner.ledger.Sources;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** Operations with the names of their sources, as answers. */
class OperationAnswers {
    private final OperationControl control;
    private final Sources sources;
    private final JsonMapper json;

    OperationAnswers(OperationControl control, Sources sources, JsonMapper json) {
        this.control = control;
        this.sources = sources;
        this.json = json;
    }

    /** Asks for an operation and answers 202 with where it can be seen. */
    ResponseEntity<String> accepted(String source, Asked asked, boolean abortOpen, @Nullable String key) {
        if (key != null && !JobsController.KEY.matcher(key).matches()) {
            throw ProblemException.parameter(
                    "The header Idempotency-Key has 1 to 200 visible ASCII characters without blanks. Nothing was"
                            + " begun.");
        }
        var answer = control.ask(source, asked, abortOpen, key, operation -> json.writeValueAsString(of(operation)));
        return ResponseEntity.accepted()
                .location(URI.create("%s/operations/%s"
                        .formatted(
                                Problems.PATH, json.readTree(answer).path("id").asString())))
                .contentType(MediaType.APPLICATION_JSON)
                .body(answer);
    }

    OperationJson of(Operation operation) {
        return of(List.of(operation)).getFirst();
    }

    /** These operations, in this order. */
    List<OperationJson> of(List<Operation> operations) {
        var names = operations.isEmpty()
                ? Map.<UUID, HarvestSource>of()
                : sources.byIds(
                        operations.stream().map(Operation::source).distinct().toList());
        return operations.stream()
                .map(operation -> OperationJson.of(operation, Objects.requireNonNull(names.get(operation.source()))))
                .toList();
    }
}

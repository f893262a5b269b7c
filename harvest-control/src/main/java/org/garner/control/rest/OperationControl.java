package org.garner.control.rest;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.garner.ledger.Jobs;
import org.garner.ledger.Operations;
import org.garner.ledger.Operations.Asked;
import org.garner.ledger.Operations.Operation;
import org.garner.ledger.Operations.State;
import org.garner.ledger.RequestKeys;
import org.garner.ledger.Sources;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** What operators can do with operations; the leader does the work, and finds it in the ledger. */
public class OperationControl {
    private final Tables tables;
    private final KeyedRequests keyed;
    private final SourceControl sources;
    private final TransactionTemplate transaction;
    private final Wake wake;

    /** The tables that it reads and writes. */
    record Tables(Operations operations, Sources sources, Jobs jobs, RequestKeys keys) {}

    OperationControl(Tables tables, SourceControl sources, TransactionTemplate transaction, Wake wake) {
        this.tables = tables;
        this.keyed = new KeyedRequests(tables.keys());
        this.sources = sources;
        this.transaction = transaction;
        this.wake = wake;
    }

    /**
     * Asks for an operation on a source, which takes no jobs from then on until the operation has ended.
     *
     * @param abortOpen whether an open job of the source is aborted for it; otherwise it is in the way
     * @param key names this request: when it comes again within a day, it is answered as before and nothing is begun
     * @param written how an operation is written as an answer
     * @return the answer
     */
    public String ask(
            String source, Asked asked, boolean abortOpen, @Nullable String key, Function<Operation, String> written) {
        var found = sources.source(source).id();
        var request =
                "%s source %s%s".formatted(verb(asked), found, asked.keepCurrent() ? ", keeping what is current" : "");
        var answer = transaction.<String>execute(
                status -> keyed.once(key, request, () -> written.apply(begin(found, asked, abortOpen))));
        wake.soon();
        return answer;
    }

    private Operation begin(UUID id, Asked asked, boolean abortOpen) {
        var source = tables.sources().lock(id);
        var name = source.settings().name();
        if (source.deleted()) {
            throw ProblemException.notFound("The source %s was deleted a moment ago.".formatted(name));
        }
        sources.requireNoOperation(id, name);
        tables.jobs().openOf(id).ifPresent(open -> {
            if (!abortOpen) {
                throw SourceControl.openJob(name, open, "With abort_open it is aborted first. Nothing was done.");
            }
            tables.jobs()
                    .abort(open.id(), Jobs.By.somebody(asked.by()), "aborted to %s the source".formatted(verb(asked)));
        });
        var operation = tables.operations().add(id, asked);
        tables.sources().occupy(id, operation.id());
        return operation;
    }

    private static String verb(Asked asked) {
        return switch (asked.kind()) {
            case CLEAR -> "clear";
            case CLEAR_HISTORY -> "clear the history of";
            case DELETE_SOURCE -> "delete, with its datasets,";
        };
    }

    Operation operation(UUID id) {
        return tables.operations()
                .find(id)
                .orElseThrow(() -> ProblemException.notFound("There is no operation '%s'.".formatted(id)));
    }

    List<Operation> list(Operations.Filter filter, @Nullable UUID before, int limit) {
        return tables.operations().list(filter, before, limit);
    }

    /** Ends an open operation between two of its batches. What it has done stays. */
    Operation cancel(UUID id) {
        var operation = operation(id);
        transaction.executeWithoutResult(status -> {
            if (!tables.operations()
                    .end(id, State.CANCELLED, "cancelled by an operator; what it had done by then stays")) {
                throw new ProblemException(
                        ProblemCode.OPERATION_ENDED,
                        "The operation %s has ended already (%s). There is nothing to cancel."
                                .formatted(id, operation(id).state().word()),
                        Map.of("operation", id.toString()));
            }
            tables.sources().vacate(operation.source());
        });
        return operation(id);
    }
}

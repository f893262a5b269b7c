package org.garner.control.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.garner.catalog.access.AuditTrail;
import org.garner.catalog.store.access.AuditEvent.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Puts every request that changes something, and every one that was refused, into the audit trail, whichever method of the endpoint serves it. What
 * changes in a transaction gets its event in that transaction; the rest gets it when the answer is known.
 */
class Auditing implements HandlerInterceptor, TransactionExecutionListener {
    private final AuditTrail trail;

    Auditing(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && RestConfiguration.serves(method)) {
            response.setHeader(AuditTrail.requestIdHeader(), AuditTrail.requestId(request));
            var pattern = String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
            Asked.begin(
                    request,
                    pattern.startsWith(Problems.PATH) ? pattern.substring(Problems.PATH.length()) : pattern,
                    AccessCheck.variables(request));
        }
        return true;
    }

    @Override
    public void beforeCommit(TransactionExecution transaction) {
        Asked.request()
                .ifPresent(request -> Asked.of(request)
                        .filter(asked -> asked.changes() && asked.unwritten() && !transaction.isReadOnly())
                        .ifPresent(asked -> {
                            asked.writing();
                            trail.within(request, asked.deed(Outcome.DONE, null));
                        }));
    }

    @Override
    public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
        Asked.request().flatMap(Asked::of).ifPresent(asked -> asked.ended(failure == null));
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        var asked = Asked.of(request).orElse(null);
        if (asked == null) {
            return;
        }
        var outcome = failure == null ? outcome(response.getStatus()) : Outcome.FAILED;
        var wanted = outcome == Outcome.DONE ? asked.changes() && asked.unwritten() : asked.changes();
        if (wanted || outcome == Outcome.REFUSED) {
            trail.after(request, asked.deed(outcome, reason(request, failure)));
        }
    }

    private static Outcome outcome(int status) {
        return switch (HttpStatus.resolve(status)) {
            case UNAUTHORIZED, FORBIDDEN -> Outcome.REFUSED;
            case null -> Outcome.FAILED;
            case HttpStatus other -> other.isError() ? Outcome.FAILED : Outcome.DONE;
        };
    }

    /** What the caller was told, if it was told why not. */
    private static @Nullable String reason(HttpServletRequest request, @Nullable Exception failure) {
        return switch (request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE)) {
            case ProblemException problem -> problem.getMessage();
            case Exception other -> other.getClass().getSimpleName();
            case null, default -> failure == null ? null : failure.getClass().getSimpleName();
        };
    }
}

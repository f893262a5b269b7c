package org.garner.control.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.stream.Collectors;
import org.garner.harvest.http.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;

/**
 * Says what is wrong with a call, as RFC 9457 has it. It looks at the path, because a wrong path or method has no controller; what is wrong elsewhere
 * goes its usual way.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class Problems {
    static final String PATH = "/api/v1";
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> problem(Exception failure, HttpServletRequest request) throws Exception {
        if (!request.getServletPath().startsWith(PATH)) {
            throw failure;
        }
        return of(failure, request).response();
    }

    private static ProblemException of(Exception failure, HttpServletRequest request) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case HttpMessageNotReadableException e -> unreadable(e);
            case MethodArgumentTypeMismatchException e -> mismatch(e);
            case NoResourceFoundException e ->
                ProblemException.notFound("There is nothing at %s. %s/openapi.json lists what there is."
                        .formatted(request.getRequestURI(), PATH));
            case HttpRequestMethodNotSupportedException e -> method(e, request);
            case HttpMediaTypeNotSupportedException e ->
                new ProblemException(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        "The body is read as %s, but was sent as %s. Set the header Content-Type."
                                .formatted(
                                        e.getSupportedMediaTypes(),
                                        e.getContentType() == null ? "nothing" : e.getContentType()));
            case HttpMediaTypeNotAcceptableException e ->
                new ProblemException(
                        ProblemCode.NOT_ACCEPTABLE,
                        "This is answered as %s, but the header Accept asked for something else."
                                .formatted(e.getSupportedMediaTypes()));
            case CannotCreateTransactionException e -> away(e);
            case DataAccessResourceFailureException e -> away(e);
            case TransientDataAccessException e -> away(e);
            case ErrorResponse e
            when e.getStatusCode().is4xxClientError() ->
                ProblemException.parameter(String.valueOf(e.getBody().getDetail()));
            default -> {
                LOG.error("{} {} failed", request.getMethod(), Secrets.hidden(request.getRequestURI()), failure);
                yield new ProblemException(
                        ProblemCode.INTERNAL,
                        "This is a fault of Garner, not of the request; the server's log has more.");
            }
        };
    }

    private static ProblemException unreadable(HttpMessageNotReadableException failure) {
        if (failure.getCause() instanceof JacksonException json) {
            if (json.getCause() instanceof BodyLimit.ExceededException tooLarge) {
                return tooLarge(tooLarge);
            }
            var place = json.getLocation();
            return new ProblemException(
                    ProblemCode.INVALID_BODY,
                    "The body is not JSON: %s%s"
                            .formatted(
                                    json.getOriginalMessage(),
                                    place == null
                                            ? ""
                                            : " (line %d, column %d)"
                                                    .formatted(place.getLineNr(), place.getColumnNr())));
        }
        return failure.getCause() instanceof BodyLimit.ExceededException tooLarge
                ? tooLarge(tooLarge)
                : new ProblemException(
                        ProblemCode.INVALID_BODY, "The body is a JSON object, but could not be read, or was missing.");
    }

    private static ProblemException tooLarge(IOException limit) {
        return new ProblemException(ProblemCode.BODY_TOO_LARGE, String.valueOf(limit.getMessage()));
    }

    private static ProblemException mismatch(MethodArgumentTypeMismatchException failure) {
        var type = failure.getRequiredType();
        var form = type == null ? "other" : type.getSimpleName();
        return failure.getParameter().hasParameterAnnotation(PathVariable.class)
                ? ProblemException.notFound(
                        "There is no %s '%s': its id is a %s.".formatted(failure.getName(), failure.getValue(), form))
                : ProblemException.parameter("The parameter %s is of type %s, but was '%s'."
                        .formatted(failure.getName(), form, failure.getValue()));
    }

    private static ProblemException method(HttpRequestMethodNotSupportedException failure, HttpServletRequest request) {
        var allowed = failure.getSupportedHttpMethods() == null
                ? ""
                : failure.getSupportedHttpMethods().stream()
                        .map(String::valueOf)
                        .sorted()
                        .collect(Collectors.joining(", "));
        return new ProblemException(
                        ProblemCode.METHOD_NOT_ALLOWED,
                        "%s cannot be used on %s; %s can."
                                .formatted(failure.getMethod(), request.getRequestURI(), allowed))
                .with(HttpHeaders.ALLOW, allowed);
    }

    private static ProblemException away(Exception failure) {
        LOG.warn("The database did not answer: {}", failure.getMessage());
        return new ProblemException(
                        ProblemCode.UNAVAILABLE, "The database did not answer in time. Try again in a few seconds.")
                .with(HttpHeaders.RETRY_AFTER, "5");
    }
}

package org.garner.control.rest;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** What can be wrong with a call. The words are for programs and stay as they are; details are for people and may change. */
public enum ProblemCode {
    INVALID_PARAMETER(HttpStatus.BAD_REQUEST, "A parameter is wrong"),
    INVALID_BODY(HttpStatus.BAD_REQUEST, "The body is wrong"),
    UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "A token is needed"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "The token does not suffice"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such thing"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This cannot be done here"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "There is no such representation"),
    SOURCE_EXISTS(HttpStatus.CONFLICT, "The source is there already"),
    NAME_TAKEN(HttpStatus.CONFLICT, "The name is taken"),
    SOURCE_INACTIVE(HttpStatus.CONFLICT, "The source is not active"),
    JOB_OPEN(HttpStatus.CONFLICT, "The source has an open job"),
    JOB_ENDED(HttpStatus.CONFLICT, "The job has ended"),
    JOB_NOT_RESUMABLE(HttpStatus.CONFLICT, "The job cannot be resumed"),
    TOKEN_REVOKED(HttpStatus.CONFLICT, "The token was revoked before"),
    OPERATION_OPEN(HttpStatus.CONFLICT, "The source has an open operation"),
    OPERATION_ENDED(HttpStatus.CONFLICT, "The operation has ended"),
    QUEUE_GREW(HttpStatus.CONFLICT, "There is more in the queue than was expected"),
    JOB_NOT_HELD(HttpStatus.CONFLICT, "The job holds nothing to decide on"),
    JOB_DECIDED(HttpStatus.CONFLICT, "The decision was made"),
    NO_RECORDS(HttpStatus.CONFLICT, "There are no records for this job"),
    SOURCE_CHANGED(HttpStatus.PRECONDITION_FAILED, "The source has changed"),
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body has another type"),
    KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The key belongs to another request"),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "The server failed"),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The server cannot do this now");

    private final HttpStatus status;
    private final String title;

    ProblemCode(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    URI type() {
        return URI.create("urn:garner:problem:" + word());
    }
}

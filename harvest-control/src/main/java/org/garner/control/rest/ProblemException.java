package org.garner.control.rest;

import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** A call cannot be answered as asked; becomes a problem document (RFC 9457). */
public class ProblemException extends RuntimeException {
    private final ProblemCode code;
    private final transient Map<String, Object> members;
    private final transient HttpHeaders headers = new HttpHeaders();

    ProblemException(ProblemCode code, String detail) {
        this(code, detail, Map.of());
    }

    /** @param members further members of the document, such as the id of the job that is in the way */
    ProblemException(ProblemCode code, String detail, Map<String, Object> members) {
        super(detail);
        this.code = code;
        this.members = members;
    }

    public ProblemCode code() {
        return code;
    }

    /** Further members of the document; of a wrong body, {@code errors}. */
    public Map<String, Object> members() {
        return members;
    }

    ProblemException with(String header, String value) {
        headers.set(header, value);
        return this;
    }

    ResponseEntity<ProblemDetail> response() {
        var problem = ProblemDetail.forStatusAndDetail(code.status(), getMessage());
        problem.setType(code.type());
        problem.setTitle(code.title());
        problem.setProperty("code", code.word());
        members.forEach(problem::setProperty);
        return ResponseEntity.status(code.status())
                .headers(headers)
                .contentType(org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    static ProblemException notFound(String detail) {
        return new ProblemException(ProblemCode.NOT_FOUND, detail);
    }

    static ProblemException parameter(String detail) {
        return new ProblemException(ProblemCode.INVALID_PARAMETER, detail);
    }
}

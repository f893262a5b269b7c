package org.garner.control.rest;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.harvest.Outcome;
import org.garner.harvesters.Glance;
import org.garner.ledger.Documents;
import org.garner.ledger.Stories;
import org.garner.ledger.Stories.Told;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/** The records of a job, each with its story: {@code /api/v1/jobs/JOB/objects}. */
@RestController
@RequestMapping(Problems.PATH + "/jobs/{job}/objects")
class ObjectsController {
    private static final List<String> STATES = List.of("WAITING", "FETCH", "IMPORT", "COMPLETE", "ERROR");
    private static final List<String> OUTCOMES = Arrays.stream(Outcome.values())
            .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
            .toList();

    private final JobControl control;
    private final Stories stories;
    private final Documents documents;

    ObjectsController(JobControl control, Stories stories, Documents documents) {
        this.control = control;
        this.stories = stories;
        this.documents = documents;
    }

    /** A record in a job, and the pieces of work that it was part of. */
    record Story(ObjectJson object, List<Work> work) {}

    /** A piece of work: when it was dealt, sent, accepted by which worker, and ended. */
    record Work(
            String stage,
            String host,
            int attempt,
            Instant created,
            @Nullable Instant sent,
            @Nullable String worker,
            @Nullable Instant accepted,
            @Nullable Instant ended) {}

    @Needs(Permission.READ_JOBS)
    @GetMapping
    Map<String, Object> list(
            @PathVariable UUID job,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String guid,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        control.require(job);
        var most = Page.limit(limit, Page.MOST);
        var word = JobsController.oneOf("outcome", outcome, OUTCOMES);
        var filter = new Stories.Filter(
                word == null ? null : Outcome.valueOf(word.toUpperCase(Locale.ROOT)),
                JobsController.oneOf("state", state, STATES),
                guid,
                q);
        var found = stories.ofJob(job, filter, cursor, most + 1);
        var faults = stories.faults(found.stream().map(Told::id).toList());
        return Page.of("objects", found, most, told -> ObjectJson.of(told, faults), Told::guid);
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping("/{object}")
    Story show(@PathVariable UUID job, @PathVariable UUID object) {
        var told = told(job, object);
        return new Story(
                ObjectJson.of(told, stories.faults(List.of(object))),
                stories.orders(job, object).stream()
                        .map(order -> new Work(
                                order.stage(),
                                order.host(),
                                order.attempt(),
                                order.created(),
                                order.sent(),
                                order.worker(),
                                order.accepted(),
                                order.ended()))
                        .toList());
    }

    /** The document as it was fetched. What a stranger wrote is saved, not shown: a browser must not run it in our name. */
    @Needs(Permission.READ_JOBS)
    @GetMapping("/{object}/document")
    @Nullable
    ResponseEntity<byte[]> document(@PathVariable UUID job, @PathVariable UUID object, WebRequest request) {
        var hash = told(job, object).documentHash();
        if (hash == null) {
            throw ProblemException.notFound(
                    "The object %s has no document: none was fetched, or the source said that the one held is current."
                            .formatted(object));
        }
        if (request.checkNotModified("\"" + hash + "\"")) {
            return null;
        }
        var document = documents
                .find(hash)
                .orElseThrow(() -> ProblemException.notFound(
                        "The document %s is not in the store any more. A full job fetches what the source has now."
                                .formatted(hash)));
        var form = Glance.at(document).form();
        return ResponseEntity.ok()
                .contentType(type(form))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(hash.substring(0, 16) + ending(form))
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .body(document);
    }

    private Told told(UUID job, UUID object) {
        return stories.ofObject(job, object)
                .orElseThrow(() ->
                        ProblemException.notFound("There is no object '%s' in the job '%s'.".formatted(object, job)));
    }

    private static MediaType type(Glance.Form form) {
        return switch (form) {
            case XML -> MediaType.APPLICATION_XML;
            case JSON -> MediaType.APPLICATION_JSON;
            case HTML -> MediaType.TEXT_HTML;
            case OTHER, EMPTY -> MediaType.APPLICATION_OCTET_STREAM;
        };
    }

    private static String ending(Glance.Form form) {
        return switch (form) {
            case XML -> ".xml";
            case JSON -> ".json";
            case HTML -> ".html";
            case OTHER, EMPTY -> ".bin";
        };
    }
}

package org.garner.control.rest;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.regex.Pattern;
import org.garner.catalog.access.Permission;
import org.garner.harvest.HarvesterType;
import org.garner.ledger.Operations.Asked;
import org.garner.ledger.Operations.Kind;
import org.garner.ledger.Sources.Filter;
import org.garner.ledger.Sources.Stored;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Sources: {@code /api/v1/sources}. */
@RestController
@RequestMapping(Problems.PATH)
class SourcesController {
    private static final Pattern VERSION = Pattern.compile("\"(\\d{1,9})(?:-[0-9a-z]{1,13})?\"");

    private final SourceControl control;
    private final OperationAnswers operations;
    private final Gate gate;

    SourcesController(SourceControl control, OperationAnswers operations, Gate gate) {
        this.control = control;
        this.operations = operations;
        this.gate = gate;
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping("/sources")
    Map<String, Object> list(
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable Boolean active,
            @RequestParam(required = false) @Nullable String url,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        var most = Page.limit(limit, Page.MOST);
        var filter = new Filter(type == null ? null : type(type), q, active, url == null ? null : url(url));
        var found = control.list(filter, cursor, most + 1);
        return Page.of(
                "sources",
                found,
                most,
                SourceJson::of,
                source -> source.settings().name());
    }

    @Needs(Permission.CREATE_SOURCE)
    @PostMapping(path = "/sources", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<SourceJson> make(@RequestBody JsonNode body) {
        var made = control.make(new Members(body, SourceForm.MEMBERS));
        var answer = made.made()
                ? ResponseEntity.created(
                        URI.create(Problems.PATH + "/sources/" + made.source().id()))
                : ResponseEntity.ok();
        return answer.eTag(etag(made.source())).body(SourceJson.of(made.source()));
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping("/sources/{source}")
    ResponseEntity<SourceJson> show(@PathVariable String source) {
        var found = control.source(source);
        return ResponseEntity.ok().eTag(etag(found)).body(SourceJson.of(found));
    }

    @Needs(Permission.EDIT_SOURCE)
    @PatchMapping(path = "/sources/{source}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<SourceJson> change(
            @PathVariable String source,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        var changed = control.change(source, new Members(body, SourceForm.MEMBERS), version(ifMatch));
        return ResponseEntity.ok().eTag(etag(changed)).body(SourceJson.of(changed));
    }

    /** Deletes a source at once when its datasets stay; to withdraw them takes an operation. */
    @Needs(Permission.EDIT_SOURCE)
    @DeleteMapping("/sources/{source}")
    ResponseEntity<?> delete(
            @PathVariable String source,
            @RequestParam(defaultValue = "keep") String datasets,
            @RequestParam(name = "abort_open", defaultValue = "false") boolean abortOpen) {
        if (abortOpen && !"withdraw".equals(datasets)) {
            throw ProblemException.parameter(
                    "The parameter abort_open goes with datasets=withdraw. Nothing was deleted.");
        }
        return switch (datasets) {
            case "keep" -> ResponseEntity.ok(deleted(source));
            case "withdraw" ->
                operations.accepted(source, new Asked(Kind.DELETE_SOURCE, false, gate.asker()), abortOpen, null);
            default ->
                throw ProblemException.parameter(
                        "The parameter datasets is keep or withdraw, but was '%s'. Nothing was deleted."
                                .formatted(datasets));
        };
    }

    private Map<String, Object> deleted(String source) {
        var deleted = control.delete(source);
        var name = deleted.source().settings().name();
        return Map.of(
                "id",
                deleted.source().id(),
                "name",
                name,
                "datasets_kept",
                deleted.datasetsKept(),
                "detail",
                "%s takes no jobs any more. Its datasets in the catalogue and the history of its jobs stay; the same url, type and config, added again, bring it back with them."
                        .formatted(name));
    }

    private static String type(String word) {
        try {
            return new HarvesterType(word).value();
        } catch (IllegalArgumentException e) {
            throw ProblemException.parameter("The parameter type: " + e.getMessage());
        }
    }

    private static URI url(String typed) {
        try {
            var url = new URI(typed.strip());
            if (url.getScheme() != null && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw ProblemException.parameter("The parameter url: '%s': %s.".formatted(typed, e.getReason()));
        }
        throw ProblemException.parameter("The parameter url has a scheme and a host, but was '%s'.".formatted(typed));
    }

    /** The version, which is what an edit is held against, and the next run, which a copy that is kept must not miss. */
    private static String etag(Stored source) {
        var next = source.nextRun();
        return next == null
                ? "\"%d\"".formatted(source.version())
                : "\"%d-%s\"".formatted(source.version(), Long.toString(next.getEpochSecond(), Character.MAX_RADIX));
    }

    private static @Nullable Integer version(@Nullable String ifMatch) {
        if (ifMatch == null || "*".equals(ifMatch.strip())) {
            return null;
        }
        var version = VERSION.matcher(ifMatch.strip());
        // No ETag of ours looks otherwise, so that another one cannot match.
        return version.matches() ? Integer.valueOf(version.group(1)) : Integer.valueOf(-1);
    }
}

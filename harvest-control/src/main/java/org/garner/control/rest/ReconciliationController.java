package org.garner.control.rest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.control.rest.Reconciliation.Difference;
import org.garner.control.rest.Reconciliation.Kind;
import org.garner.control.rest.Reconciliation.Listing;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** It says N, we hold M, and here is the difference: {@code /api/v1/sources/SOURCE/reconciliation}. */
@RestController
@RequestMapping(Problems.PATH + "/sources/{source}/reconciliation")
class ReconciliationController {
    private static final List<String> KINDS = Arrays.stream(Kind.values())
            .filter(kind -> kind != Kind.SAME && kind != Kind.DUPLICATE && kind != Kind.FORGOTTEN)
            .map(Kind::word)
            .toList();

    private final SourceControl sources;
    private final Reconciliation reconciliation;

    ReconciliationController(SourceControl sources, Reconciliation reconciliation) {
        this.sources = sources;
        this.reconciliation = reconciliation;
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping
    Map<String, @Nullable Object> show(
            @PathVariable String source,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        var most = Page.limit(limit, Page.MOST);
        var only = kind(kind);
        var found = sources.source(source);
        var listing = reconciliation.listing(found.id()).orElse(null);
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("source", found.settings().name());
        answer.put("listing", listing == null ? null : listing(listing));
        if (listing == null) {
            answer.put("source_says", null);
            answer.put("we_hold", reconciliation.shown(found.id()));
            answer.put("equation", "No listing of this source was complete yet, so there is nothing to compare with.");
            answer.put("counts", Map.of());
            answer.put("differences", List.of());
            return answer;
        }
        var counts = reconciliation.counts(found.id(), listing);
        var said = listing.listed() + listing.duplicates();
        answer.put("source_says", said);
        answer.put("we_hold", counts.held());
        answer.put("equation", counts.equation(said));
        var words = new LinkedHashMap<String, Long>();
        counts.of().forEach((each, count) -> words.put(each.word(), count));
        answer.put("counts", words);
        answer.putAll(Page.of(
                "differences",
                reconciliation.differences(found.id(), listing, only, cursor, most + 1),
                most,
                difference -> difference(listing, difference),
                Difference::guid));
        return answer;
    }

    /** The differences as a table; all of them, unless a limit is given. */
    @Needs(Permission.READ_JOBS)
    @GetMapping(produces = Csv.TYPE)
    void csv(
            @PathVariable String source,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            HttpServletResponse response)
            throws IOException {
        var only = kind(kind);
        var found = sources.source(source);
        var listing = reconciliation.listing(found.id()).orElse(null);
        var name = "reconciliation-" + found.settings().name();
        try (var csv = Csv.answer(response, name, "guid", "kind", "package_id", "detail")) {
            if (listing != null) {
                Csv.pages(
                        cursor,
                        limit,
                        (after, most) -> reconciliation.differences(found.id(), listing, only, after, most),
                        Difference::guid,
                        row -> csv.row(row.guid(), row.kind().word(), row.packageId(), row.detail()));
            }
        }
    }

    private static @Nullable Kind kind(@Nullable String word) {
        var known = JobsController.oneOf("kind", word, KINDS);
        return known == null ? null : Kind.of(known);
    }

    private static Map<String, @Nullable Object> listing(Listing listing) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("job", listing.job());
        json.put("finished", listing.finished());
        json.put("listed", listing.listed());
        json.put("duplicates", listing.duplicates());
        json.put("expected", listing.expected());
        return json;
    }

    private static Map<String, @Nullable Object> difference(Listing listing, Difference difference) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("guid", difference.guid());
        json.put("kind", difference.kind().word());
        json.put("dataset", ObjectJson.Dataset.of(difference.packageId()));
        json.put("object", object(listing, difference.object()));
        json.put("detail", difference.detail());
        return json;
    }

    /** Where the story of the record in that job is told. */
    private static @Nullable String object(Listing listing, @Nullable UUID object) {
        return object == null ? null : "%s/jobs/%s/objects/%s".formatted(Problems.PATH, listing.job(), object);
    }
}

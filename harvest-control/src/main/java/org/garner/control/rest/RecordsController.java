package org.garner.control.rest;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.HarvestRecords.Shown;
import org.garner.ledger.Stories;
import org.garner.ledger.Stories.Told;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What is held of a source, and the history of each record: {@code /api/v1/sources/SOURCE/records}. */
@RestController
@RequestMapping(Problems.PATH + "/sources/{source}/records")
class RecordsController {
    private final SourceControl sources;
    private final HarvestRecords records;
    private final Stories stories;

    RecordsController(SourceControl sources, HarvestRecords records, Stories stories) {
        this.sources = sources;
        this.records = records;
        this.stories = stories;
    }

    /** A record that is held. {@code withdrawn} is when its dataset was taken out of the catalogue. */
    @JsonNaming(SnakeCaseStrategy.class)
    record RecordJson(
            String guid,
            URI url,
            ObjectJson.@Nullable Dataset dataset,
            @Nullable String documentHash,
            @Nullable String contentHash,
            @Nullable String revision,
            @Nullable String fetchUrl,
            @Nullable Instant fetched,
            Instant lastSeen,
            @Nullable Instant withdrawn) {
        static RecordJson of(UUID source, Shown shown) {
            var held = shown.held();
            return new RecordJson(
                    held.guid(),
                    URI.create("%s/sources/%s/records/%s"
                            .formatted(Problems.PATH, source, UriUtils.encode(held.guid(), StandardCharsets.UTF_8))),
                    ObjectJson.Dataset.of(held.packageId()),
                    held.documentHash(),
                    held.contentHash(),
                    held.revision(),
                    ObjectJson.hidden(held.fetchUrl()),
                    held.fetched(),
                    shown.lastSeen(),
                    shown.withdrawn());
        }
    }

    @Needs(Permission.READ_JOBS)
    @GetMapping
    Map<String, Object> list(
            @PathVariable String source,
            @RequestParam(required = false) @Nullable Boolean withdrawn,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        var most = Page.limit(limit, Page.MOST);
        var id = sources.source(source).id();
        return Page.of(
                "records",
                records.list(id, new HarvestRecords.Filter(withdrawn, q), cursor, most + 1),
                most,
                shown -> RecordJson.of(id, shown),
                shown -> shown.held().guid());
    }

    /** What is held of one record, and what became of it in the jobs of its source, the newest first. */
    @Needs(Permission.READ_JOBS)
    @GetMapping("/{*guid}")
    Map<String, @Nullable Object> history(
            @PathVariable String source,
            @PathVariable String guid,
            @RequestParam(required = false) @Nullable UUID cursor,
            @RequestParam(defaultValue = "50") int limit) {
        var most = Page.limit(limit, 200);
        var id = sources.source(source).id();
        // What the path captures begins with the slash that ends "records".
        var name = guid.substring(1);
        var held = records.find(id, name);
        var history = stories.ofRecord(id, name, cursor, most + 1);
        if (held.isEmpty() && history.isEmpty()) {
            throw ProblemException.notFound("The source %s never named a record '%s'.".formatted(source, name));
        }
        var faults = stories.faults(history.stream().map(Told::id).toList());
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("guid", name);
        answer.put("record", held.map(shown -> RecordJson.of(id, shown)).orElse(null));
        answer.putAll(Page.of("history", history, most, told -> ObjectJson.of(told, faults), Told::job));
        return answer;
    }
}

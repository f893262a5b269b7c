package org.garner.catalog.api.actions;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.garner.catalog.index.IndexUnavailableException;
import org.garner.catalog.index.Lookups;
import org.garner.catalog.index.Lookups.Field;
import org.garner.catalog.store.Publishers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** CKAN's older addresses for those who type, which forms of other sites call. Their answers have no envelope, and each a shape of its own. */
@RestController
@CrossOrigin(
        origins = "*",
        methods = {RequestMethod.GET, RequestMethod.HEAD})
class UtilityController {

    private static final Logger LOG = LoggerFactory.getLogger(UtilityController.class);
    private static final int MOST = 100;
    private static final int AT_ONCE = 10_000;

    private final Lookups index;
    private final Publishers publishers;

    UtilityController(Lookups index, Publishers publishers) {
        this.index = index;
        this.publishers = publishers;
    }

    @GetMapping("/api/2/util/dataset/autocomplete")
    Map<String, ?> datasets(
            @RequestParam(defaultValue = "") String incomplete, @RequestParam(defaultValue = "10") int limit) {
        return resultSet(index.packages(incomplete, bounded(limit)).stream()
                .map(found -> Map.of("name", found.name(), "title", found.title()))
                .toList());
    }

    @GetMapping("/api/2/util/tag/autocomplete")
    Map<String, ?> tags(
            @RequestParam(defaultValue = "") String incomplete, @RequestParam(defaultValue = "10") int limit) {
        return resultSet(
                incomplete.isBlank()
                        ? List.of()
                        : index.frequent(Field.TAG, incomplete.strip(), bounded(limit)).stream()
                                .map(tag -> Map.of("Name", tag.text()))
                                .toList());
    }

    @GetMapping("/api/2/util/resource/format_autocomplete")
    Map<String, ?> formats(
            @RequestParam(defaultValue = "") String incomplete, @RequestParam(defaultValue = "5") int limit) {
        return resultSet(
                incomplete.isBlank()
                        ? List.of()
                        : index.frequent(Field.FORMAT, incomplete.strip(), bounded(limit)).stream()
                                .map(format -> format.text().toLowerCase(Locale.ROOT))
                                .distinct()
                                .map(format -> Map.of("Format", format))
                                .toList());
    }

    @GetMapping("/api/2/util/organization/autocomplete")
    List<Map<String, String>> organizations(
            @RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "20") int limit) {
        return q.isBlank()
                ? List.of()
                : publishers.called(q.strip(), bounded(limit)).stream()
                        .map(found -> Map.of("id", found.id().toString(), "name", found.name(), "title", found.title()))
                        .toList();
    }

    /** Every tag, with how many datasets have it. */
    @GetMapping(path = {"/api/tag_counts", "/api/{version:[123]}/tag_counts"})
    void tagCounts(HttpServletResponse response) throws IOException {
        var page = index.values(Field.TAG, "", 0, AT_ONCE);
        response.setContentType("application/json;charset=utf-8");
        try (var json = JsonMapper.shared().createGenerator(response.getOutputStream())) {
            json.writeStartArray();
            for (var offset = page.size(); !page.isEmpty(); offset += page.size()) {
                page.forEach(tag -> {
                    json.writeStartArray();
                    json.writeString(tag.text());
                    json.writeNumber(tag.packages());
                    json.writeEndArray();
                });
                page = page.size() < AT_ONCE ? List.of() : index.values(Field.TAG, "", offset, AT_ONCE);
            }
            json.writeEndArray();
        }
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
    String unavailable(IndexUnavailableException e) {
        LOG.warn("A question was refused: {}", e.getMessage());
        return "The search index does not answer; try again in a minute";
    }

    private static Map<String, ?> resultSet(List<?> result) {
        return Map.of("ResultSet", Map.of("Result", result));
    }

    private static int bounded(int limit) {
        return Math.clamp(limit, 1, MOST);
    }
}

package org.garner.control.actions;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.garner.catalog.DatasetId;
import org.garner.catalog.access.Access;
import org.garner.catalog.access.Callers;
import org.garner.catalog.access.Permission;
import org.garner.catalog.store.Catalogue;
import org.garner.harvesters.Glance;
import org.garner.ledger.Documents;
import org.garner.ledger.ObjectReports.ObjectReport;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * Harvested documents at the addresses that CKAN gave them and that others hold: as the source sent them, or on a page. What a source sent is hostile:
 * it is never served as a page, and no browser may run what is in it.
 */
@RestController
@CrossOrigin(
        origins = "*",
        methods = {RequestMethod.GET, RequestMethod.HEAD})
class HarvestObjectPages {

    /** Nothing may be loaded or run, and what is shown has no site of its own to speak for. */
    private static final String NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'";

    private final VisibleObjects visible;
    private final Documents documents;
    private final Catalogue catalogue;
    private final Callers callers;

    HarvestObjectPages(VisibleObjects visible, Documents documents, Catalogue catalogue, Callers callers) {
        this.visible = visible;
        this.documents = documents;
        this.catalogue = catalogue;
        this.callers = callers;
    }

    /** The document; what was harvested is what the source sent, so the original is the same. */
    @GetMapping(path = {"/harvest/object/{id}", "/harvest/object/{id}/original"})
    ResponseEntity<byte[]> document(@PathVariable("id") String id, HttpServletRequest request) {
        return document(object(id), request);
    }

    @GetMapping("/dataset/harvest_object/{id}")
    ResponseEntity<byte[]> documentOfDataset(@PathVariable("id") String id, HttpServletRequest request) {
        return document(
                visible.ofDataset(id)
                        .or(() -> visible.byId(id))
                        .orElseThrow(() -> new NoDocument(
                                HttpStatus.NOT_FOUND, "No harvest object made the dataset '%s'.".formatted(id))),
                request);
    }

    @GetMapping(path = {"/harvest/object/{id}/html", "/harvest/object/{id}/html/original"})
    ResponseEntity<String> page(@PathVariable("id") String id, HttpServletRequest request) {
        var object = object(id);
        requireVisible(object, request);
        return secured(ResponseEntity.ok())
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(HarvestObjectPage.of(object, bytes(object)));
    }

    @GetMapping(path = {"/api/2/rest/harvestobject/{id}/xml", "/api/rest/harvestobject/{id}/xml"})
    ResponseEntity<Void> oldDocument(@PathVariable("id") String id) {
        return moved("/harvest/object/" + object(id).id());
    }

    @GetMapping(path = {"/api/2/rest/harvestobject/{id}/html", "/api/rest/harvestobject/{id}/html"})
    ResponseEntity<Void> oldPage(@PathVariable("id") String id) {
        return moved("/harvest/object/" + object(id).id() + "/html");
    }

    @ExceptionHandler
    ResponseEntity<String> refused(NoDocument e) {
        return secured(ResponseEntity.status(e.status()))
                .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                .body(e.getMessage());
    }

    private ResponseEntity<byte[]> document(ObjectReport object, HttpServletRequest request) {
        requireVisible(object, request);
        var document = bytes(object);
        return secured(ResponseEntity.ok())
                .eTag(Optional.ofNullable(object.documentHash()).orElse(""))
                .cacheControl(CacheControl.noCache())
                .contentType(type(document))
                .body(document);
    }

    private byte[] bytes(ObjectReport object) {
        return Optional.ofNullable(object.documentHash())
                .flatMap(documents::find)
                .orElseThrow(() -> new NoDocument(
                        HttpStatus.NOT_FOUND,
                        "The harvest object '%s' has no document: %s."
                                .formatted(
                                        object.id(),
                                        object.documentHash() == null
                                                ? "none was fetched for it"
                                                : "its document is stored no longer")));
    }

    private ObjectReport object(String id) {
        return visible.byId(id)
                .orElseThrow(
                        () -> new NoDocument(HttpStatus.NOT_FOUND, "There is no harvest object '%s'.".formatted(id)));
    }

    private void requireVisible(ObjectReport object, HttpServletRequest request) {
        if (visible.isPublic(object)
                || Access.may(callers.of(request), Permission.READ_PRIVATE)
                || object.packageId() == null) {
            return;
        }
        var dataset = catalogue.showAll(List.of(object.packageId()));
        var gone = dataset.isEmpty() || dataset.getFirst().state().equals("deleted");
        throw new NoDocument(
                gone ? HttpStatus.GONE : HttpStatus.FORBIDDEN,
                "The dataset '%s' of this harvest object %s."
                        .formatted(
                                new DatasetId(object.packageId()),
                                gone ? "has been withdrawn" : "is not for everybody"));
    }

    private static ResponseEntity<Void> moved(String path) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(path))
                .build();
    }

    private static ResponseEntity.BodyBuilder secured(ResponseEntity.BodyBuilder reply) {
        return reply.header("Content-Security-Policy", NOTHING_RUNS)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer");
    }

    /** Without a charset for XML, which declares its own. */
    private static MediaType type(byte[] document) {
        return switch (Glance.at(document).form()) {
            case XML -> MediaType.APPLICATION_XML;
            case JSON -> MediaType.APPLICATION_JSON;
            case HTML, OTHER, EMPTY -> new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);
        };
    }

    /** Why there is nothing to show, as a sentence. */
    static final class NoDocument extends RuntimeException {
        private final HttpStatus status;

        NoDocument(HttpStatus status, String message) {
            super(message, null, false, false);
            this.status = status;
        }

        HttpStatus status() {
            return status;
        }
    }
}

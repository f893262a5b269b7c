package org.garner.catalog.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** CKAN's envelope: {@code help}, {@code success}, and {@code result} or {@code error}. */
@Component
class Envelope {

    /** An answer that breaks off must not look whole: nobody closes the brackets for it. */
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_CONTENT).build();

    private final CatalogueApiSettings settings;

    Envelope(CatalogueApiSettings settings) {
        this.settings = settings;
    }

    /** @param result writes exactly one value */
    void success(HttpServletRequest request, String action, OutputStream out, Consumer<JsonGenerator> result) {
        try (var json = generator(out)) {
            json.writeStartObject();
            json.writeStringProperty("help", help(request, action));
            json.writeBooleanProperty("success", true);
            json.writeName("result");
            result.accept(json);
            json.writeEndObject();
        }
    }

    /** The same without an envelope. */
    static void bare(OutputStream out, Consumer<JsonGenerator> result) {
        try (var json = generator(out)) {
            result.accept(json);
        }
    }

    byte[] failure(HttpServletRequest request, String action, ActionFailure failure) {
        var out = new ByteArrayOutputStream();
        try (var json = generator(out)) {
            failure(json, request, action, failure);
        }
        return out.toByteArray();
    }

    private void failure(JsonGenerator json, HttpServletRequest request, String action, ActionFailure failure) {
        var type = failure.type();
        if (type == null) {
            json.writeString(failure.message());
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("help", help(request, action));
        json.writeBooleanProperty("success", false);
        json.writeObjectPropertyStart("error");
        json.writeStringProperty("__type", type);
        switch (failure) {
            case ActionFailure.Invalid invalid -> fields(json, invalid);
            case ActionFailure.NotAnObject wrong -> {
                json.writeStringProperty("message", wrong.message());
                json.writeName("data");
                json.writeRawValue(wrong.data());
            }
            default -> json.writeStringProperty("message", failure.message());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** The public address of this catalogue, without a slash at the end. */
    String site(HttpServletRequest request) {
        var configured = settings.siteUrl();
        if (configured != null) {
            var text = configured.toString();
            return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        }
        var usual = request.getScheme().equals("https") ? 443 : 80;
        var port = request.getServerPort();
        return request.getScheme() + "://" + request.getServerName() + (port == usual ? "" : ":" + port);
    }

    private static void fields(JsonGenerator json, ActionFailure.Invalid invalid) {
        invalid.fields().forEach((field, messages) -> {
            json.writeArrayPropertyStart(field);
            messages.forEach(json::writeString);
            json.writeEndArray();
        });
    }

    private String help(HttpServletRequest request, String action) {
        return site(request) + "/api/3/action/help_show?name=" + URLEncoder.encode(action, StandardCharsets.UTF_8);
    }

    private static JsonGenerator generator(OutputStream out) {
        return JSON.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
    }
}

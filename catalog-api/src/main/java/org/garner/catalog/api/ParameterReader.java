package org.garner.catalog.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the parameters of a request where CKAN's clients put them: the address; a JSON object; a form; or, as {@code curl -d '{…}'} sends it, a form whose
 * only key is the JSON text.
 */
final class ParameterReader {

    /** No action takes more; the body is held in memory. */
    static final int LARGEST_BODY = 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();

    private ParameterReader() {}

    static Parameters read(HttpServletRequest request) throws IOException {
        if (!request.getMethod().equals("POST")) {
            return fromAddress(request);
        }
        var type = type(request);
        if (type.equals("multipart/form-data")) {
            return fromPairs(multipart(request));
        }
        var body = body(request);
        if (body.isBlank()) {
            return fromAddress(request);
        }
        return type.equals("application/x-www-form-urlencoded") ? fromForm(body) : fromJson(body);
    }

    /** The function that the answer is to be wrapped in (JSONP), if the address of a GET names one. */
    static Optional<String> callback(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                ? Optional.ofNullable(pairs(request.getQueryString()).getFirst("callback"))
                : Optional.empty();
    }

    private static Parameters fromAddress(HttpServletRequest request) {
        var pairs = pairs(request.getQueryString());
        pairs.remove("callback");
        return fromPairs(pairs);
    }

    private static Parameters fromForm(String body) {
        var text = body.strip();
        if (text.startsWith("{")) {
            // Never sent through a form encoder, so '+', '&' and '%' are the JSON's own. Some clients add the "=1" or
            // "=" of a form.
            return fromJson(text.replaceFirst("}\\s*=1?$", "}"));
        }
        var pairs = pairs(body);
        if (pairs.size() == 1) {
            var only = pairs.entrySet().iterator().next();
            if (only.getValue().size() == 1
                    && Set.of("", "1").contains(only.getValue().getFirst())) {
                return fromJson(only.getKey());
            }
        }
        return fromPairs(pairs);
    }

    private static Parameters fromJson(String text) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new RefusedException(new ActionFailure.BadRequest(
                    "JSON Error: the request's body is not JSON: " + e.getOriginalMessage()));
        }
        if (node instanceof ObjectNode object) {
            return new Parameters(object);
        }
        throw new RefusedException(new ActionFailure.NotAnObject(
                "The request's JSON is %s, but an object is expected"
                        .formatted(node.getNodeType().toString().toLowerCase(Locale.ROOT)),
                node.toString()));
    }

    private static Parameters fromPairs(MultiValueMap<String, String> pairs) {
        var object = JsonNodeFactory.instance.objectNode();
        pairs.forEach((name, values) -> {
            if (values.size() == 1) {
                object.put(name, values.getFirst());
            } else {
                var list = object.putArray(name);
                values.forEach(list::add);
            }
        });
        return new Parameters(object);
    }

    private static MultiValueMap<String, String> multipart(HttpServletRequest request) {
        var pairs = new LinkedMultiValueMap<String, String>();
        for (Map.Entry<String, String[]> field : new TreeMap<>(request.getParameterMap()).entrySet()) {
            for (var value : field.getValue()) {
                pairs.add(field.getKey(), value);
            }
        }
        return pairs;
    }

    private static MultiValueMap<String, String> pairs(@Nullable String encoded) {
        var pairs = new LinkedMultiValueMap<String, String>();
        if (encoded == null) {
            return pairs;
        }
        for (var pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                var cut = pair.indexOf('=');
                pairs.add(
                        decoded(cut < 0 ? pair : pair.substring(0, cut)),
                        cut < 0 ? "" : decoded(pair.substring(cut + 1)));
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    new ActionFailure.BadRequest("'%s' is not properly encoded: %s".formatted(text, e.getMessage())));
        }
    }

    private static String body(HttpServletRequest request) throws IOException {
        var bytes = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            throw new RefusedException(
                    new ActionFailure.BadRequest("the request's body is larger than %d bytes".formatted(LARGEST_BODY)));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String type(HttpServletRequest request) {
        var type = request.getContentType();
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}

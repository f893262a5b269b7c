package org.garner.catalog.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The parameters of an action, wherever the request had them. Values may be texts (from an address or a form) or any JSON. */
final class Parameters {

    private static final Set<String> TRUE = Set.of("true", "yes", "t", "y", "1", "on");
    private static final Set<String> FALSE = Set.of("false", "no", "f", "n", "0", "off");

    private final ObjectNode values;

    Parameters(ObjectNode values) {
        this.values = values;
    }

    Set<String> names() {
        return Set.copyOf(values.propertyNames());
    }

    /** The value as text; empty when it is absent, null or the empty text. Of several the last counts. */
    Optional<String> text(String name) {
        var texts = texts(name);
        return texts.isEmpty() ? Optional.empty() : Optional.of(texts.getLast());
    }

    /** The value or values as texts, without empty ones. */
    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        var value = values.get(name);
        if (value != null && value.isArray()) {
            value.forEach(each -> add(texts, name, each));
        } else if (value != null) {
            add(texts, name, value);
        }
        return texts;
    }

    /** @throws RefusedException naming the parameter when it is absent */
    String required(String name) {
        return text(name).orElseThrow(() -> invalid(name, "Missing value"));
    }

    /** The value as true or false, in the words that CKAN knows for them. */
    boolean flag(String name, boolean otherwise) {
        var text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        var word = text.get().strip().toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            throw invalid(name, "Must be true or false");
        }
        return TRUE.contains(word);
    }

    /** @throws RefusedException naming the parameter when it is no whole number, or a negative one */
    int count(String name, int otherwise) {
        var text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            var count = Integer.parseInt(text.get().strip());
            if (count < 0) {
                throw invalid(name, "Must be a natural number");
            }
            return count;
        } catch (NumberFormatException e) {
            throw invalid(name, "Invalid integer");
        }
    }

    private static void add(List<String> texts, String name, JsonNode value) {
        if (value.isObject() || value.isArray()) {
            throw invalid(name, "Must be text");
        }
        if (!value.isNull() && !value.asString().isEmpty()) {
            texts.add(value.asString());
        }
    }

    private static RefusedException invalid(String name, String message) {
        return new RefusedException(new ActionFailure.Invalid(Map.of(name, List.of(message))));
    }
}

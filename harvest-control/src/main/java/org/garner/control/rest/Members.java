package org.garner.control.rest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The members of a request's body. What is wrong with them is collected, so that one answer names all of it. */
public final class Members {
    private final JsonNode body;
    private final Map<String, String> wrong = new LinkedHashMap<>();

    /**
     * @param body the body; null when the request had none
     * @param known the members that may be given
     */
    public Members(@Nullable JsonNode body, SortedSet<String> known) {
        if (body != null && !body.isObject()) {
            throw new ProblemException(
                    ProblemCode.INVALID_BODY, "The body is a JSON object, but was: %.60s".formatted(body));
        }
        this.body = body == null ? tools.jackson.databind.node.JsonNodeFactory.instance.objectNode() : body;
        for (var name : this.body.propertyNames()) {
            if (!known.contains(name)) {
                wrong(name, "There is no such member; known: %s".formatted(String.join(", ", known)));
            }
        }
    }

    /** @param known the members that may be given */
    Members(@Nullable JsonNode body, String... known) {
        this(body, known(known));
    }

    /** The names of members, in the order in which people are told of them. */
    static SortedSet<String> known(String... names) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(List.of(names)));
    }

    public boolean has(String name) {
        return body.has(name);
    }

    /** A text without the blanks around it; null when the member is absent, null or wrong. */
    @Nullable
    String text(String name, int longest) {
        var value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            wrong(name, "This is a text, but was: %.60s".formatted(value));
            return null;
        }
        var text = value.asString().strip();
        if (text.length() > longest || text.indexOf('\0') >= 0) {
            wrong(name, "This has at most %d characters and no NUL, but had %d".formatted(longest, text.length()));
            return null;
        }
        return text;
    }

    /** True or false; null when the member is absent or wrong. */
    @Nullable
    Boolean flag(String name) {
        var value = body.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isBoolean()) {
            wrong(name, "This is true or false, but was: %.60s".formatted(value));
            return null;
        }
        return value.asBoolean();
    }

    /** A list of texts without the blanks around them; empty when the member is absent, null or wrong. */
    List<String> texts(String name, int most, int longest) {
        var value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        var texts = new ArrayList<String>();
        value.forEach(one -> texts.add(one.isString() ? one.asString().strip() : ""));
        if (!value.isArray() || texts.size() > most || texts.stream().anyMatch(text -> !fits(text, longest))) {
            wrong(
                    name,
                    "This is a list of at most %d texts of 1 to %d characters, but was: %.60s"
                            .formatted(most, longest, value));
            return List.of();
        }
        return texts;
    }

    private static boolean fits(String text, int longest) {
        return !text.isEmpty() && text.length() <= longest && text.indexOf('\0') < 0;
    }

    /** Any value; null when the member is absent or null. */
    @Nullable
    JsonNode value(String name) {
        var value = body.path(name);
        return value.isMissingNode() || value.isNull() ? null : value;
    }

    public void wrong(String name, String message) {
        wrong.putIfAbsent(name, message);
    }

    /** @throws ProblemException when anything was wrong */
    void check() {
        if (wrong.isEmpty()) {
            return;
        }
        var errors = new ArrayList<Map<String, String>>();
        wrong.forEach((name, message) -> errors.add(Map.of("member", name, "message", message)));
        throw new ProblemException(
                ProblemCode.INVALID_BODY,
                "Nothing was done, because of the body: "
                        + String.join(
                                "; ",
                                wrong.entrySet().stream()
                                        .map(each -> each.getKey() + ": " + each.getValue())
                                        .toList()),
                Map.of("errors", List.copyOf(errors)));
    }
}

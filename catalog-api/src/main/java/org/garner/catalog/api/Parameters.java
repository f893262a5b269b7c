package org.garner.catalog.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.garner.catalog.access.Access;
import org.garner.catalog.access.Caller;
import org.garner.catalog.access.Decision;
import org.garner.catalog.access.Permission;
import org.garner.catalog.access.Target;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of an action, wherever the request had them, and who sent them. Values may be texts (from an address or a form) or any JSON. All
 * methods throw {@link RefusedException}, naming the parameter, when a value is not what it should be.
 */
public final class Parameters {

    private static final Set<String> TRUE = Set.of("true", "yes", "on", "y", "t", "1");
    private static final Set<String> FALSE = Set.of("false", "no", "off", "n", "f", "0", "none");

    private final ObjectNode values;
    private final Caller caller;

    Parameters(ObjectNode values) {
        this(values, Caller.ANYBODY);
    }

    private Parameters(ObjectNode values, Caller caller) {
        this.values = values;
        this.caller = caller;
    }

    Parameters by(Caller sender) {
        return new Parameters(values, sender);
    }

    /** Other values of the same caller. */
    Parameters with(ObjectNode others) {
        return new Parameters(others, caller);
    }

    public Caller caller() {
        return caller;
    }

    public boolean may(Permission permission) {
        return Access.may(caller, permission);
    }

    /** @throws RefusedException with the reason, when whoever sent them may not do this */
    public void require(Permission permission) {
        if (Access.decide(caller, permission, Target.INSTALLATION) instanceof Decision.Refusal refusal) {
            throw RefusedException.notAllowed(refusal.reason());
        }
    }

    /** @throws RefusedException with the reason, when whoever sent them may do this nowhere */
    void requireAnywhere(Permission permission) {
        if (Access.decide(caller, permission, Target.ANYTHING) instanceof Decision.Refusal refusal) {
            throw RefusedException.notAllowed(refusal.reason());
        }
    }

    Set<String> names() {
        return Set.copyOf(values.propertyNames());
    }

    /** All of them, as they were sent. */
    public JsonNode all() {
        return values.deepCopy();
    }

    /** The value as it was sent; missing when there is none. */
    public JsonNode value(String name) {
        return values.path(name);
    }

    /** The value as text; empty when it is absent, null or the empty text. Of several the last counts. */
    public Optional<String> text(String name) {
        var texts = texts(name);
        return texts.isEmpty() ? Optional.empty() : Optional.of(texts.getLast());
    }

    /** The value or values as texts, without empty ones. */
    public List<String> texts(String name) {
        var texts = new ArrayList<String>();
        var value = values.get(name);
        if (value != null && value.isArray()) {
            value.forEach(each -> add(texts, name, each));
        } else if (value != null) {
            add(texts, name, value);
        }
        return texts;
    }

    public String required(String name) {
        return text(name).orElseThrow(() -> RefusedException.invalid(name, "Missing value"));
    }

    /** The value as a natural number. */
    public int count(String name, int otherwise) {
        var text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            var count = Integer.parseInt(text.get().strip());
            if (count < 0) {
                throw RefusedException.invalid(name, "Must be a natural number");
            }
            return count;
        } catch (NumberFormatException e) {
            throw RefusedException.invalid(name, "Invalid integer");
        }
    }

    /** The value as true or false, in the words that CKAN knows for them. */
    public boolean flag(String name, boolean otherwise) {
        var text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        var word = text.get().strip().toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            throw RefusedException.invalid(name, "Must be true or false");
        }
        return TRUE.contains(word);
    }

    private static void add(List<String> texts, String name, JsonNode value) {
        if (value.isObject() || value.isArray()) {
            throw RefusedException.invalid(name, "Must be text");
        }
        if (!value.isNull() && !value.asString().isEmpty()) {
            texts.add(value.asString());
        }
    }
}

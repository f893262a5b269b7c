package org.garner.verbs;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.garner.client.ServerClient;
import org.jspecify.annotations.Nullable;

/** The parameters of a list: those that were given. */
final class Filter {
    private final Map<String, String> parameters = new TreeMap<>();

    /** @param value null when it was not given */
    Filter with(String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value.toString());
        }
        return this;
    }

    /** As the end of an address. */
    @Override
    public String toString() {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(each -> each.getKey() + "=" + ServerClient.encoded(each.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }
}

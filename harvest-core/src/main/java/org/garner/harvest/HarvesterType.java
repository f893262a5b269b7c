package org.garner.harvest;

import java.util.regex.Pattern;

/** The name of a source type, such as {@code csw} or {@code waf}. */
public record HarvesterType(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{1,29}");

    public HarvesterType {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A source type is a short lower-case word, but was '%s'".formatted(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

package org.garner.catalog.format;

import java.util.List;

/**
 * A licence of the register.
 *
 * @param id CKAN's licence id, such as {@code uk-ogl}
 * @param title the name for people
 * @param url where its text is, empty for a class of licences such as "Other (Open)"
 * @param aliases further addresses; one that ends in {@code *} stands for all that begin so
 * @param phrases words in lower case that name the licence in running text
 */
public record Licence(String id, String title, String url, List<String> aliases, List<String> phrases) {
    public Licence {
        if (id.isBlank() || title.isBlank()) {
            throw new IllegalArgumentException(
                    "A licence has an id and a title, but they were '%s' and '%s'".formatted(id, title));
        }
        aliases = List.copyOf(aliases);
        phrases = List.copyOf(phrases);
    }
}

package org.garner.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A group of datasets as a source names it. CKAN's organisations, which own datasets, are groups of this form too.
 *
 * @param id its id where it comes from, if the source tells it
 * @param name its name in addresses, or its id when the source tells nothing else
 * @param title its title for people, empty when the source gave none
 * @param description free text, empty when there is none
 * @param imageUrl the address of its picture, empty when there is none
 */
public record Group(@Nullable String id, String name, String title, String description, String imageUrl) {
    public Group {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "A group has a name, but that of the group titled '%s' was blank".formatted(title));
        }
    }

    /** A group of which only the name is known. */
    public static Group named(String name) {
        return new Group(null, name, "", "", "");
    }

    /** True when there is enough to make the group elsewhere: an id alone names it but tells nothing. */
    public boolean isDescribed() {
        return !name.equals(id);
    }
}

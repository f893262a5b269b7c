package org.garner.catalog.store;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The id of a tag, made from its name: the same tag has the same id everywhere, without a table of tags to ask. */
public final class TagId {

    private TagId() {}

    public static UUID of(String tag) {
        return UUID.nameUUIDFromBytes(("tag:" + tag).getBytes(StandardCharsets.UTF_8));
    }
}

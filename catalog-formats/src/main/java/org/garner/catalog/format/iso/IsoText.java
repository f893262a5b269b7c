package org.garner.catalog.format.iso;

import java.util.ArrayList;
import java.util.List;

/**
 * A text, with the address an anchor gives it.
 *
 * @param value the words, empty when there are none
 * @param href the address, empty when there is none
 */
record IsoText(String value, String href) {

    boolean isEmpty() {
        return value.isEmpty() && href.isEmpty();
    }

    /** What stands for the thing that the text names: the address of an anchor, else the words. */
    String reference() {
        return href.isEmpty() ? value : href;
    }

    /** The words and then the address, without what is missing or said twice. */
    List<String> parts() {
        var parts = new ArrayList<String>(2);
        if (!value.isEmpty()) {
            parts.add(value);
        }
        if (!href.isEmpty() && !href.startsWith("#") && !href.equals(value)) {
            parts.add(href);
        }
        return parts;
    }
}

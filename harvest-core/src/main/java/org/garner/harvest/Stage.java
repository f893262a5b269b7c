package org.garner.harvest;

import java.util.Locale;

/** The three stages of a harvest, each with its worker, its topic and its orders. */
public enum Stage {
    GATHER,
    FETCH,
    IMPORT;

    /** As the ledger, the topics and the metrics write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Stage ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

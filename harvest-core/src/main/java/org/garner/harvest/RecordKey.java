package org.garner.harvest;

/** The name a source gives one of its records: unique within the source, the same on every run. CKAN calls it guid. */
public record RecordKey(String value) {
    /** How many characters a key may have. */
    public static final int LONGEST = 512;

    public RecordKey {
        if (value.isBlank() || value.length() > LONGEST) {
            throw new IllegalArgumentException("A record key has 1 to %d characters, but was '%.80s' (%d)"
                    .formatted(LONGEST, value, value.length()));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

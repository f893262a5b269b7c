package org.garner.harvest;

/** Where a listing goes on; opaque to everyone but the harvester that wrote it. Empty at the start. */
public record Cursor(String value) {
    public static final Cursor START = new Cursor("");

    public boolean atStart() {
        return value.isEmpty();
    }
}

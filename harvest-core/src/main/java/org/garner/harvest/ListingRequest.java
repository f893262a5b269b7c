package org.garner.harvest;

/**
 * What to list.
 *
 * @param source the source
 * @param from where to begin
 * @param full true when dates and validators are to be ignored
 * @param held how many records of the source are held: where they are many, a listing that only names records and their states is enough
 */
public record ListingRequest(HarvestSource source, Cursor from, boolean full, long held) {
    /** A listing by one who holds nothing. */
    public ListingRequest(HarvestSource source, Cursor from, boolean full) {
        this(source, from, full, 0);
    }
}

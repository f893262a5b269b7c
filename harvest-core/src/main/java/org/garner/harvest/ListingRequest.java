package org.garner.harvest;

/**
 * What to list.
 *
 * @param source the source
 * @param from where to begin
 * @param full true when dates and validators are to be ignored
 */
public record ListingRequest(HarvestSource source, Cursor from, boolean full) {}

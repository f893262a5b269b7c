package org.garner.catalog.format.iso;

/** A bounding box as its record writes it, in decimal degrees. */
record IsoBox(String west, String east, String north, String south) {}

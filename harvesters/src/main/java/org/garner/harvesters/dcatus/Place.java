package org.garner.harvesters.dcatus;

/**
 * A place between two entries of a data.json.
 *
 * @param offset how many bytes of the document lie before it
 * @param line its line, from 1
 * @param column the column of the next byte in that line, from 1
 * @param index the number of the next entry, from 0
 */
record Place(long offset, int line, int column, long index) {
    static final Place START = new Place(0, 1, 1, 0);
}

package org.garner.simulator;

/**
 * A rendered record.
 *
 * @param head what only this record says
 * @param ending what it shares with others
 */
record Document(SampleRecord record, byte[] head, byte[] ending, byte[] brief) {
    int length() {
        return head.length + ending.length;
    }
}

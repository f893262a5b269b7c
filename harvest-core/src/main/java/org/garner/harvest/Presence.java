package org.garner.harvest;

/** What a source answers when it is asked for a record that its listing no longer names. */
public enum Presence {
    /** The source still has it: the listing missed it. */
    PRESENT,
    /** The source denies it: it may be withdrawn. */
    GONE,
    /** The source gave no clear answer: it stays. */
    UNKNOWN
}

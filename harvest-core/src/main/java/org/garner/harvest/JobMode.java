package org.garner.harvest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a job goes over, and what it does with it. */
public enum JobMode {
    /** Lists the source and reads what the listing does not show to be unchanged. */
    INCREMENTAL,
    /** Lists the source and reads every record again. */
    FULL,
    /** Fetches the records again that failed, or were cancelled, since the source was last listed. */
    RETRY,
    /** Fetches the records again that the job names. */
    RECORD,
    /** Maps the stored documents again; the source is not asked. */
    REIMPORT,
    /** Goes as {@link #INCREMENTAL} does, and writes down what it would change in place of changing it. */
    DRY_RUN;

    /** As {@code harvest_job.mode} and the API have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of this word, if there is one. */
    public static Optional<JobMode> named(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }

    /** @throws IllegalArgumentException when there is no such mode */
    public static JobMode ofWord(String word) {
        return named(word)
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no mode of jobs called '%s'".formatted(word)));
    }

    /** True when the ledger says which records the job goes over. Such a job cannot know what its source has no more: it withdraws nothing. */
    public boolean namesRecords() {
        return this == RETRY || this == RECORD || this == REIMPORT;
    }

    /** True when a record is read although what is held of it may be current. */
    public boolean readsAnew() {
        return this == FULL || namesRecords();
    }

    /** True when a job's records may be given by name. */
    public boolean takesNames() {
        return this == RECORD || this == REIMPORT;
    }

    /** True when the source is asked for what its records hold now. */
    public boolean asksTheSource() {
        return this != REIMPORT;
    }

    /** True when nothing is changed: neither the catalogue nor what is held of the source. */
    public boolean onlyPlans() {
        return this == DRY_RUN;
    }
}

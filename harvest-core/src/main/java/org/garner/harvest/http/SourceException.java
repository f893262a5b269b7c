package org.garner.harvest.http;

import org.garner.harvest.HarvestFailure;

/** A source did not give what it was asked for. */
public class SourceException extends Exception {
    private final transient HarvestFailure failure;

    public SourceException(HarvestFailure failure) {
        super(failure.describe());
        this.failure = failure;
    }

    public HarvestFailure failure() {
        return failure;
    }
}

package org.garner.harvest;

/** How a record ended in a job, exactly once (law 2). */
public enum Outcome {
    ADDED("added"),
    UPDATED("updated"),
    UNCHANGED("not modified"),
    DELETED("deleted"),
    ERRORED("errored"),
    CANCELLED("cancelled");

    private final String reportStatus;

    Outcome(String reportStatus) {
        this.reportStatus = reportStatus;
    }

    /** As {@code harvest_object.report_status} has it: CKAN's words. */
    public String reportStatus() {
        return reportStatus;
    }

    /** As {@code harvest_object.state} has it for a record that ended so. */
    public String state() {
        return this == ERRORED || this == CANCELLED ? "ERROR" : "COMPLETE";
    }
}

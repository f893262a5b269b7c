package org.garner.console;

/** What the command's exit status says; scripts rely on these numbers. */
public final class ExitCode {
    public static final int CLEAN = 0;
    /** Some records could not be harvested or read. */
    public static final int RECORD_ERRORS = 1;
    /** The job failed or was aborted; nothing could be read. */
    public static final int FAILED = 2;
    /** Deletions wait for an operator. */
    public static final int HELD = 3;
    /** EX_USAGE of sysexits.h. */
    public static final int USAGE = 64;
    /** 128 + SIGINT. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}

    /**
     * What a job's outcome is as an exit status.
     *
     * @param outcome as the API names it
     */
    public static int of(String outcome) {
        return switch (outcome) {
            case "succeeded" -> CLEAN;
            case "with_errors" -> RECORD_ERRORS;
            case "held" -> HELD;
            default -> FAILED;
        };
    }
}

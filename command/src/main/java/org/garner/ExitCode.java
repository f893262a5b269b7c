package org.garner;

/** What the command's exit status says; scripts rely on these numbers. */
final class ExitCode {
    static final int CLEAN = 0;
    /** Some records could not be harvested or read. */
    static final int RECORD_ERRORS = 1;
    /** The job failed or was aborted; nothing could be read. */
    static final int FAILED = 2;
    /** Deletions wait for an operator. */
    static final int HELD = 3;
    /** EX_USAGE of sysexits.h. */
    static final int USAGE = 64;
    /** 128 + SIGINT. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}

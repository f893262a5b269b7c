package org.garner;

/** A command cannot go on for a reason that its user can mend; the message is all that is shown. */
final class CommandException extends RuntimeException {
    private final int exitCode;

    CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static CommandException wrongUsage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    static CommandException failed(String message) {
        return new CommandException(ExitCode.FAILED, message);
    }

    int exitCode() {
        return exitCode;
    }
}

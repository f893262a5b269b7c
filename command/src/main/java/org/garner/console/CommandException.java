package org.garner.console;

/** A command cannot go on for a reason that its user can mend; the message is all that is shown. */
public final class CommandException extends RuntimeException {
    private final int exitCode;

    public CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public static CommandException wrongUsage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    public static CommandException failed(String message) {
        return new CommandException(ExitCode.FAILED, message);
    }

    public int exitCode() {
        return exitCode;
    }
}

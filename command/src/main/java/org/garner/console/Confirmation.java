package org.garner.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks before something is done that cannot simply be taken back. */
public final class Confirmation {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec verb;

    @Option(
            names = {"-y", "--yes"},
            description = "Does it without asking; needed when there is no terminal to ask on.")
    private boolean yes;

    /**
     * Returns when it is to be done.
     *
     * @param what says what would be done, with its counts: a sentence
     * @throws CommandException when the answer is no, or nobody is there to ask
     */
    public void require(String what) {
        verb.commandLine().getOut().flush();
        var people = verb.commandLine().getErr();
        people.println(what);
        if (yes) {
            return;
        }
        if (!Terminal.attended()) {
            throw CommandException.wrongUsage(
                    "There is no terminal to ask on: say --yes to have it done. Nothing was done.");
        }
        people.print("Go on? [y/N] ");
        people.flush();
        if (!answer().startsWith("y")) {
            throw CommandException.failed("Nothing was done.");
        }
    }

    private static String answer() {
        try {
            var line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line.strip().toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            // The terminal is gone: that is no yes.
            return "";
        }
    }
}

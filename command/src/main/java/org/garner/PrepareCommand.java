package org.garner;

import java.util.concurrent.Callable;
import org.garner.console.CommandException;
import picocli.CommandLine.Command;

/** Documents {@code garner prepare}; the script does it itself, because what it makes is for the JVM that is started next. */
@Command(
        name = "prepare",
        description = {
            "Makes up, demo and harvest start faster on this machine: starts once in an empty folder, harvests the"
                    + " demo's sources, and keeps what the JVM learned.",
            "The cache (about 200 MB) belongs to this JDK and this build: after an update, prepare again. On JDK 25 and"
                    + " newer it is an AOT cache, before that an archive of classes."
        })
final class PrepareCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw CommandException.wrongUsage("prepare takes no options; start it with the garner script.");
    }
}

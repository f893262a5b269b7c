package org.garner.harvester;

import java.io.PrintWriter;
import org.garner.client.ServerClient;
import org.garner.console.ServerOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every verb has: the server that it speaks to, CKAN's print-outs on stdout, and what is said beside them on stderr. */
final class CkanServer {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec verb;

    @Mixin
    private ServerOption server;

    /** Opens the server; nothing is asked of it yet. */
    ServerClient open() {
        return server.open();
    }

    PrintWriter out() {
        return verb.commandLine().getOut();
    }

    PrintWriter people() {
        return verb.commandLine().getErr();
    }

    void print(String line) {
        out().println(line);
    }

    void say(String format, Object... values) {
        people().printf(format + "%n", values);
        people().flush();
    }
}

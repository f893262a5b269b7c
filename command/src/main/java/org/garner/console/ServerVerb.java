package org.garner.console;

import java.io.PrintWriter;
import org.garner.client.ServerClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What every verb that speaks to a server has: which server, as whom, and whether people or programs read the answer. */
public final class ServerVerb {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec verb;

    @Option(names = "--json", description = "Prints the server's answer as JSON, one object a line.")
    private boolean json;

    @Mixin
    private ServerOption server;

    /** Opens the server; nothing is asked of it yet. */
    public ServerClient open() {
        return server.open();
    }

    /** True when programs read the answer. */
    public boolean json() {
        return json;
    }

    /** For results. */
    public PrintWriter out() {
        return verb.commandLine().getOut();
    }

    /** For what is said to people. */
    public PrintWriter people() {
        return verb.commandLine().getErr();
    }

    /** Says it to people, after all results before it. */
    public void say(String format, Object... values) {
        out().flush();
        people().printf(format + "%n", values);
    }

    /** A line of results, for programs. */
    public void print(JsonNode answer) {
        out().println(answer);
    }
}

package org.garner;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.garner.client.ServerException;
import org.garner.console.CommandException;
import org.garner.console.ExitCode;
import org.garner.embedded.DataFolder;
import org.garner.harvester.HarvesterCommand;
import org.garner.standalone.CannotStartException;
import org.garner.verbs.JobCommand;
import org.garner.verbs.OperationCommand;
import org.garner.verbs.QueueCommand;
import org.garner.verbs.RecordCommand;
import org.garner.verbs.ScheduleCommand;
import org.garner.verbs.SourceCommand;
import org.garner.verbs.StatusCommand;
import org.garner.verbs.WorkersCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Spec;

/** The {@code garner} command: results go to stdout, everything said to people goes to stderr. */
@Command(
        name = "garner",
        description = "Harvests open-data catalogues into one searchable catalogue.",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        versionProvider = Garner.Version.class,
        subcommands = {
            StatusCommand.class,
            JobCommand.class,
            QueueCommand.class,
            WorkersCommand.class,
            ScheduleCommand.class,
            SourceCommand.class,
            RecordCommand.class,
            OperationCommand.class,
            HarvestCommand.class,
            InspectCommand.class,
            DemoCommand.class,
            UpCommand.class,
            ControlCommand.class,
            WorkerCommand.class,
            PrepareCommand.class,
            TokenCommand.class,
            HarvesterCommand.class
        },
        commandListHeading = "",
        footer = {
            "",
            "Exit status: 0 clean, 1 some records in error, 2 failed or aborted, 3 deletions held, 64 wrong usage, 69"
                    + " no suitable JDK, 70 build failed, 130 interrupted.",
            "",
            "Environment: GARNER_HEAP (largest heap, such as 2g), GARNER_JAVA_OPTS (further JVM options), JAVA_HOME."
        })
public final class Garner implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        var out = writer(FileDescriptor.out);
        var err = writer(FileDescriptor.err);
        var status = commandLine().setOut(out).setErr(err).execute(arguments);
        out.flush();
        err.flush();
        System.exit(status);
    }

    /** UTF-8 whatever the locale: results are JSON, and records come in all languages. */
    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8),
                stream == FileDescriptor.err);
    }

    static CommandLine commandLine() {
        var garner = new CommandLine(new Garner());
        garner.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, VerbGroups::list);
        return garner.setExecutionExceptionHandler(HarvesterCommand.exits(Garner::explain))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Garner::refuse);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do: one of the commands below");
    }

    /** Wrong usage: the sentence first, then where the help is; picocli's own handler prints a page. */
    private static int refuse(CommandLine.ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        var err = command.getErr();
        err.println(wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        if (command.getParent() == null) {
            command.usage(err);
        } else {
            err.printf("See: %s --help%n", command.getCommandSpec().qualifiedName());
        }
        return ExitCode.USAGE;
    }

    private static int explain(Exception trouble, CommandLine command, CommandLine.@Nullable ParseResult parsed)
            throws Exception {
        if (trouble instanceof CommandException expected) {
            command.getErr().println(expected.getMessage());
            return expected.exitCode();
        }
        if (trouble instanceof CannotStartException
                || trouble instanceof ServerException
                || trouble instanceof DataFolder.OccupiedException
                || trouble instanceof UncheckedIOException) {
            command.getErr().println(trouble.getMessage());
            return ExitCode.FAILED;
        }
        if (trouble instanceof InterruptedException) {
            return ExitCode.INTERRUPTED;
        }
        throw trouble;
    }

    /** Takes the version from the jar's manifest; classes in a folder have none. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"garner " + number()};
        }

        static String number() {
            var stated = Garner.class.getPackage().getImplementationVersion();
            return stated == null ? "development" : stated;
        }
    }
}

package org.garner.verbs;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.garner.client.Job;
import org.garner.client.JobsClient;
import org.garner.client.ServerClient;
import org.garner.client.Source;
import org.garner.client.SourcesClient;
import org.garner.console.CommandException;

/** Finds what an operator names: a source by name, id or URL; a job by its id or by how its id begins. */
final class Named {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern BEGINNING = Pattern.compile("[0-9a-f]{8}[0-9a-f-]{0,27}");

    private final ServerClient server;

    Named(ServerClient server) {
        this.server = server;
    }

    /** @throws CommandException when several sources have the address that was typed */
    Source source(String typed) {
        return one(
                new SourcesClient(server).named(typed),
                "%s is the address of several sources. Name one of them:".formatted(typed),
                source -> "%s  %s  %s  %s".formatted(source.name(), source.type(), source.id(), source.config()));
    }

    /** @throws CommandException when there is none, or several begin as typed */
    Job job(String typed) {
        var id = typed.strip().toLowerCase(Locale.ROOT);
        var jobs = new JobsClient(server);
        if (ID.matcher(id).matches()) {
            return jobs.show(id).value();
        }
        if (!BEGINNING.matcher(id).matches()) {
            throw CommandException.wrongUsage(
                    "A job is named by its id, or by at least its first 8 digits, but was '%s'. See: garner job list --source SOURCE"
                            .formatted(typed));
        }
        var found = jobs.beginning(id);
        if (found.isEmpty()) {
            throw CommandException.failed("There is no job whose id begins with '%s'.".formatted(typed));
        }
        return one(
                found,
                "The ids of several jobs begin with %s. Name more of it:".formatted(typed),
                job -> "%s  %s  %s"
                        .formatted(
                                job.id(), job.source().name(), job.outcome() == null ? job.status() : job.outcome()));
    }

    /** True when this can be the id of a job, or its beginning. */
    static boolean looksLikeJob(String typed) {
        return BEGINNING.matcher(typed.strip().toLowerCase(Locale.ROOT)).matches();
    }

    private static <T> T one(List<T> found, String ambiguous, Function<T, String> line) {
        if (found.size() > 1) {
            throw CommandException.wrongUsage(
                    found.stream().map(line).collect(Collectors.joining("\n  ", ambiguous + "\n  ", "")));
        }
        return found.getFirst();
    }
}

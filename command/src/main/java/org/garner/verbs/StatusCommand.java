package org.garner.verbs;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.garner.client.InstallationClient;
import org.garner.client.Status;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code garner status}: everything on one screen. */
@Command(
        name = "status",
        description = {
            "Shows on one screen what is up, what runs, what waits, what failed last, and whether it is safe to"
                    + " restart.",
            "The exit status is 2 when a part is down, no control process leads, or a kind of worker is missing."
        },
        footer = {"", "Example: garner status --server https://garner.example --token @token"})
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private ServerVerb verb;

    @Override
    public Integer call() {
        try (var server = verb.open()) {
            var status = new InstallationClient(server).status();
            if (verb.json()) {
                verb.print(status.json());
            } else {
                print(status.value(), verb.out());
            }
            return status.value().works() ? ExitCode.CLEAN : ExitCode.FAILED;
        }
    }

    private static void print(Status status, PrintWriter out) {
        out.printf("Safe to restart?  %s%n", status.safeToRestart().reason());
        out.printf(
                "Parts             %s%n",
                status.parts().stream().map(StatusCommand::part).collect(Collectors.joining(", ")));
        var leader = status.leader();
        out.printf(
                "Leader            %s%n",
                leader == null
                        ? "none ever led"
                        : "%s, %s, last heard %s"
                                .formatted(
                                        leader.holder(),
                                        leader.alive() ? "leads" : "IS GONE",
                                        JobWords.time(leader.beat())));
        var index = status.index();
        out.printf(
                "Search index      %,d datasets to come, %,d refused, %.0f s behind%n",
                index.pending(), index.refused(), index.lagSeconds());

        out.printf("%nWorkers%n");
        var workers = new Table("KIND", "WORKING", "DRAINING", "DEAD", "ORDERS", "RECORDS");
        status.workers()
                .forEach(kind -> workers.row(
                        kind.kind(), kind.working(), kind.draining(), kind.dead(), kind.orders(), kind.objects()));
        workers.print(out, "  ");

        out.printf("%nOpen jobs: %,d%n", status.openJobs());
        var jobs = new Table("JOB", "SOURCE", "STATUS", "PHASE", "STARTED", "LAST PROGRESS", "LISTED", "OPEN");
        status.jobs()
                .forEach(job -> jobs.row(
                        job.id(),
                        job.source(),
                        job.status(),
                        job.phase(),
                        job.started(),
                        job.lastProgress(),
                        job.gathered(),
                        job.open()));
        section(jobs, out);
        if (status.openJobs() > status.jobs().size()) {
            out.println("  garner job list --open lists all");
        }

        out.printf("%nBacklog%n");
        var backlog = new Table("STAGE", "RECORDS", "OLDEST s");
        status.backlog().forEach(at -> backlog.row(at.stage(), at.objects(), Math.round(at.oldestSeconds())));
        section(backlog, out);

        out.printf("%nLast failures%n");
        var failures = new Table("JOB", "SOURCE", "FINISHED", "REASON");
        status.failures().forEach(job -> failures.row(job.job(), job.source(), job.finished(), job.reason()));
        section(failures, out);
    }

    private static void section(Table table, PrintWriter out) {
        if (table.isEmpty()) {
            out.println("  none");
        } else {
            table.print(out, "  ");
        }
    }

    private static String part(Status.Part part) {
        return "%s %s%s"
                .formatted(
                        part.name(),
                        part.state().equals("up") ? "up" : "DOWN",
                        part.problem() == null ? "" : " (%s)".formatted(part.problem()));
    }
}

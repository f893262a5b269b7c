package org.garner.harvester;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** What CKAN's command prints of sources and jobs, tabs and blank lines too: scripts read it. */
final class Blocks {
    private Blocks() {}

    /** @param source as harvest_source_show or harvest_source_list gives it */
    static void source(PrintWriter out, JsonNode source) {
        var type = source.path("source_type").asString(source.path("type").asString(""));
        out.printf("Source id: %s%n", text(source, "id"));
        out.printf("\tname: %s%n", text(source, "name"));
        out.printf("\turl: %s%n", text(source, "url"));
        out.printf("\ttype: %s%n", type);
        out.printf("\tactive: %s%n", source.path("active").asBoolean() ? "True" : "False");
        out.printf("\tfrequency: %s%n", text(source, "frequency"));
        out.printf("\tjobs: %d%n%n%n", source.at("/status/job_count").asLong());
    }

    /** @param job as the API of job control gives it */
    static void job(PrintWriter out, JsonNode job) {
        out.printf("\tJob id: %s%n", text(job, "id"));
        out.printf("\t\tstatus: %s%n", text(job, "status"));
        out.printf("\t\tsource: %s%n", job.at("/source/id").asString(""));
        out.printf("\t\tobjects: %d%n", job.at("/counts/gathered").asLong());
        out.printf("\t\tgather_errors: %d%n", job.at("/listing/errors").asLong());
    }

    /** "There is 1 harvest job", "There are 2 harvest jobs". */
    static String thereAre(long count, String what) {
        return (count == 1 ? "There is %d %s" : "There are %d %ss").formatted(count, what);
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }
}

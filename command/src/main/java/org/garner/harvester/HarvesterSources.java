package org.garner.harvester;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.garner.client.ActionsClient;
import org.garner.client.Answered;
import org.garner.client.InstallationClient;
import org.garner.client.Operation;
import org.garner.client.ServerClient;
import org.garner.client.ServerException;
import org.garner.client.SourcesClient;
import org.garner.console.CommandException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the verbs about sources do. */
final class HarvesterSources {
    private static final int PER_PAGE = 200;

    private final CkanServer ckan;
    private final InstallationClient installation;
    private final SourcesClient sources;
    private final ActionsClient actions;

    HarvesterSources(CkanServer ckan, ServerClient server) {
        this.ckan = ckan;
        this.installation = new InstallationClient(server);
        this.sources = new SourcesClient(server);
        this.actions = new ActionsClient(server);
    }

    /** @param members as harvest_source_create takes them */
    void create(Map<String, ?> members) {
        JsonNode made;
        try {
            made = actions.call("harvest_source_create", members);
        } catch (ServerException e) {
            var error = e.problem().path("error");
            if (error.path("__type").asString("").equals("Validation Error")) {
                throw CommandException.failed("Validation error:" + fields(error));
            }
            throw e;
        }
        ckan.print("Created new harvest source:");
        Blocks.source(ckan.out(), made);
        ckan.print(Blocks.thereAre(sources.each("", any -> {}), "harvest source"));
    }

    /** As CKAN's command lists them: {@code url: There already is a Harvest Source for this URL}. */
    private static String fields(JsonNode error) {
        var lines = new StringBuilder();
        error.forEachEntry((field, messages) ->
                messages.forEach(message -> lines.append("\n\t%s: %s".formatted(field, message.asString("")))));
        return lines.toString();
    }

    void show(String source) {
        Blocks.source(ckan.out(), found(source));
    }

    /** @param all also those that take no jobs */
    void list(boolean all) {
        var count = 0L;
        String before = null;
        do {
            var page = actions.call("harvest_source_list", page(all, before));
            page.forEach(source -> Blocks.source(ckan.out(), source));
            ckan.out().flush();
            count += page.size();
            before = page.size() < PER_PAGE
                    ? null
                    : page.path(PER_PAGE - 1).path("id").asString();
        } while (before != null);
        ckan.print(Blocks.thereAre(count, all ? "harvest source" : "active harvest source"));
    }

    private static Map<String, ?> page(boolean all, @Nullable String before) {
        var parameters = new LinkedHashMap<String, Object>(Map.of("only_active", !all, "limit", PER_PAGE));
        if (before != null) {
            parameters.put("before", before);
        }
        return parameters;
    }

    void remove(String source) {
        sources.delete(id(source));
        ckan.print("Removed harvest source: " + source);
    }

    /** Waits until it is done, as CKAN's command does. */
    void clear(String source) throws InterruptedException {
        await(sources.clear(id(source), true));
        ckan.print("Cleared harvest source: " + source);
    }

    void clearHistory(String source, boolean keepCurrent) throws InterruptedException {
        await(sources.clearHistory(id(source), !keepCurrent, keepCurrent));
        ckan.print("Cleared job history of harvest source: " + source);
    }

    /** Each source has an operation of its own, which go on beside each other; this waits for one after the other. */
    void clearAllHistory(boolean keepCurrent) throws InterruptedException {
        var cleared = actions.call("harvest_sources_job_history_clear", Map.of("keep_current", keepCurrent));
        for (var source : cleared) {
            await(installation.operation(source.path("operation").asString()));
        }
        ckan.print("Cleared job history for all harvest sources: %d source(s)".formatted(cleared.size()));
    }

    void harvesters() {
        ckan.print(actions.call("harvesters_info_show", Map.of()).toPrettyString());
    }

    void reindex() {
        actions.call("harvest_sources_reindex", Map.of());
        ckan.say("All harvest sources go through the index again.");
    }

    /** The id of a source that is named by id, name or URL. */
    String id(String source) {
        return found(source).path("id").asString();
    }

    private JsonNode found(String source) {
        try {
            return actions.call("harvest_source_show", Map.of("id", source));
        } catch (ServerException e) {
            if (e.status() == 404) {
                throw CommandException.failed("Source <%s> not found.".formatted(source));
            }
            throw e;
        }
    }

    private void await(Answered<Operation> begun) throws InterruptedException {
        var shown = new AtomicLong(-1);
        var operation = installation
                .follow(begun, now -> {
                    var total = now.total();
                    if (total != null && now.done() != shown.getAndSet(now.done())) {
                        ckan.say("%s: %,d of %,d", now.what(), now.done(), total);
                    }
                })
                .value();
        if (!operation.state().equals("done")) {
            throw CommandException.failed("The %s ended as %s%s. What it had done by then stays."
                    .formatted(
                            operation.what(),
                            operation.state(),
                            operation.reason() == null ? "" : ": " + operation.reason()));
        }
    }
}

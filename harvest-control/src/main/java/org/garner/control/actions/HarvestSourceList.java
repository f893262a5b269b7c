package org.garner.control.actions;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.api.RefusedException;
import org.garner.catalog.store.CkanTime;
import org.garner.catalog.store.Publisher;
import org.garner.catalog.store.Publishers;
import org.garner.harvest.http.Secrets;
import org.garner.ledger.JobReports;
import org.garner.ledger.JobReports.JobReport;
import org.garner.ledger.JobReports.Summary;
import org.garner.ledger.SourceReports;
import org.garner.ledger.SourceReports.Choice;
import org.garner.ledger.SourceReports.SourceReport;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** The harvest sources, the newest first. */
@Component
class HarvestSourceList implements ReadAction {

    private static final int MOST = 1_000;

    private final SourceReports sources;
    private final JobReports jobs;
    private final Publishers publishers;
    private final HarvestActionSettings settings;

    HarvestSourceList(SourceReports sources, JobReports jobs, Publishers publishers, HarvestActionSettings settings) {
        this.sources = sources;
        this.jobs = jobs;
        this.publishers = publishers;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "harvest_source_list";
    }

    @Override
    public String help() {
        return """
            Gives the harvest sources, the newest first, at most %d. organization_id: only those of this publisher (id or name); only_active; \
            only_to_run: only those that are scheduled and due; return_last_job_status: with the newest job of each. limit: another number of \
            sources, at most %d; before: the id of the last source of the page before this one.\
            """.formatted(settings.sourceLimit(), MOST);
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var withJob = parameters.flag("return_last_job_status", false);
        var choice = new Choice(
                parameters.text("organization_id").map(this::namesOf).orElse(List.of()),
                parameters.flag("only_active", false),
                parameters.flag("only_to_run", false));
        var page = sources.list(
                choice,
                parameters.text("before").map(HarvestSourceList::last).orElse(null),
                Math.min(parameters.count("limit", settings.sourceLimit()), Math.max(MOST, settings.sourceLimit())));
        var titles = publishers.named(page.stream()
                .map(report -> report.source().ownerOrg())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        var last = page.stream()
                .map(SourceReport::lastJob)
                .filter(job -> withJob && job != null)
                .toList();
        var reports = last.isEmpty() ? Map.<UUID, JobReport>of() : jobs.of(last);
        var summaries = last.isEmpty() ? Map.<UUID, Summary>of() : jobs.summaries(last);
        result.writeStartArray();
        for (var report : page) {
            result.writeStartObject();
            source(result, report, titles);
            if (withJob) {
                result.writeName("last_job_status");
                var job = report.lastJob() == null ? null : reports.get(report.lastJob());
                if (job == null) {
                    result.writeNull();
                } else {
                    JobDict.write(result, job, summaries.getOrDefault(job.id(), Summary.NONE));
                }
            }
            result.writeEndObject();
        }
        result.writeEndArray();
    }

    private static UUID last(String before) {
        return Named.id(before)
                .orElseThrow(() -> RefusedException.invalid(
                        "before", "This is the id of a source, but was '%s'".formatted(before)));
    }

    /** A source names its publisher, and may have been told its id. */
    private List<String> namesOf(String publisher) {
        return publishers
                .find(publisher)
                .map(found -> List.of(found.name(), found.id().toString()))
                .orElse(List.of(publisher));
    }

    private static void source(JsonGenerator json, SourceReport report, Map<String, Publisher> publishers) {
        var source = report.source();
        var owner = source.ownerOrg() == null ? null : publishers.get(source.ownerOrg());
        json.writeStringProperty("id", source.id().toString());
        json.writeStringProperty("name", source.name());
        json.writeStringProperty("url", Secrets.hidden(source.url().toString()));
        json.writeStringProperty("title", source.title());
        json.writeStringProperty("description", report.notes());
        json.writeStringProperty("config", source.config().shownText());
        json.writeStringProperty("created", CkanTime.text(report.created()));
        json.writeStringProperty("type", source.type().value());
        json.writeBooleanProperty("active", report.active());
        json.writeStringProperty("user_id", "");
        json.writeStringProperty("publisher_id", owner == null ? "" : owner.id().toString());
        json.writeStringProperty("frequency", report.frequency());
        JobDict.time(json, "next_run", report.nextRun());
        JobDict.texts(json, "quiet_hours", report.quietHours());
        json.writeStringProperty("publisher_title", owner == null ? "" : owner.title());
        json.writeObjectPropertyStart("status");
        json.writeNumberProperty("job_count", report.jobs());
        json.writeStringProperty(
                "next_harvest", report.jobs() == 0 ? "" : report.queued() ? "Scheduled" : "Not yet scheduled");
        json.writeStringProperty("last_harvest_request", report.jobs() == 0 ? "" : lastHarvest(report));
        if (report.jobs() == 0) {
            json.writeStringProperty("msg", "No jobs yet");
        }
        json.writeEndObject();
    }

    private static String lastHarvest(SourceReport report) {
        var listed = report.lastListed();
        return listed == null ? "Not yet harvested" : CkanTime.text(listed).replace('T', ' ');
    }
}

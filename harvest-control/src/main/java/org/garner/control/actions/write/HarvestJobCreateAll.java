package org.garner.control.actions.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.control.actions.JobDicts;
import org.garner.control.rest.Desk;
import org.garner.harvest.JobMode;
import org.garner.ledger.Jobs;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JsonGenerator;

/** Starts a job of every active source. */
@Component
class HarvestJobCreateAll extends HarvestWrite {
    private final AllSources sources;
    private final Jobs jobs;
    private final JobDicts dicts;
    private final TransactionTemplate transaction;

    HarvestJobCreateAll(Desk desk, AllSources sources, Jobs jobs, JobDicts dicts, TransactionTemplate transaction) {
        super(desk);
        this.sources = sources;
        this.jobs = jobs;
        this.dicts = dicts;
        this.transaction = transaction;
    }

    @Override
    public String name() {
        return "harvest_job_create_all";
    }

    @Override
    public String help() {
        return "Starts a job of every active harvest source that has none open, and gives the jobs. source_id: of this"
                + " source only. The jobs run as there is room, also with run=false. For sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.OPERATE_ALL;
    }

    @Override
    String subject() {
        return "source_id";
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        desk().require(Permission.OPERATE_ALL);
        var wanted = parameters
                .text("source_id")
                .map(source ->
                        List.of(desk().source(source, Permission.OPERATE_ALL).id()))
                .orElseGet(sources::active);
        var by = Jobs.By.somebody(desk().asker());
        var added = transaction.<Map<UUID, UUID>>execute(status -> jobs.addAll(wanted, JobMode.INCREMENTAL, by));
        desk().wake();
        dicts.write(result, new ArrayList<>(added.keySet()));
    }
}

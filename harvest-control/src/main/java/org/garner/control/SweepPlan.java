package org.garner.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.garner.catalog.store.Catalogue;
import org.garner.harvest.HarvestSource;
import org.garner.ledger.Jobs.Job;
import org.garner.ledger.Plans.Planned;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a dry run's sweep writes in place of withdrawing: which datasets a run would withdraw, or would leave to an operator. */
class SweepPlan {
    private static final int BATCH = 500;

    private final Sweep.Tables tables;
    private final Catalogue catalogue;
    private final TransactionTemplate transaction;

    SweepPlan(Sweep.Tables tables, Catalogue catalogue, TransactionTemplate transaction) {
        this.tables = tables;
        this.catalogue = catalogue;
        this.transaction = transaction;
    }

    /** Plans the withdrawal of these datasets; they count as deleted. */
    void withdrawn(Job job, HarvestSource source, Map<String, UUID> packages) {
        var planned = planned(packages, false);
        inTransaction(job, () -> {
            tables.objects().planDeleted(job.ticket(), source, packages, Sweep.ids(packages.size()), Sweep.process());
            tables.plans().add(job.ticket(), planned);
        });
    }

    /** Plans all that is missing as held: no run would withdraw it by itself, so it does not count as deleted. */
    void held(Job job, HarvestSource source, long missing, String reason) {
        inTransaction(job, () -> tables.progress().wouldHold(job.id(), missing, reason));
        for (var after = ""; ; ) {
            var unlisted = tables.records().unlisted(source.id(), job.id(), after, BATCH);
            if (unlisted.isEmpty()) {
                return;
            }
            after = unlisted.getLast().guid();
            var packages = new LinkedHashMap<String, UUID>();
            unlisted.forEach(held -> packages.put(held.guid(), held.packageId()));
            var planned = planned(packages, true);
            inTransaction(job, () -> tables.plans().add(job.ticket(), planned));
        }
    }

    private void inTransaction(Job job, Runnable work) {
        transaction.executeWithoutResult(status -> {
            work.run();
            tables.jobs().guard(job.ticket());
            tables.lead().check();
        });
    }

    private List<Planned> planned(Map<String, UUID> packages, boolean held) {
        var dicts = new LinkedHashMap<UUID, JsonNode>();
        catalogue
                .showAll(List.copyOf(packages.values()))
                .forEach(shown ->
                        dicts.put(shown.id().value(), JsonMapper.shared().readTree(shown.dict())));
        var planned = new ArrayList<Planned>(packages.size());
        packages.forEach((guid, id) -> {
            var dict = Objects.requireNonNullElseGet(
                    dicts.get(id), () -> JsonMapper.shared().createObjectNode());
            planned.add(Planned.deleted(
                    guid,
                    held,
                    id,
                    dict.path("name").asString(""),
                    dict.path("title").asString("")));
        });
        return planned;
    }
}

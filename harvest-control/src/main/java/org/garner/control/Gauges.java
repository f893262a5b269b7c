package org.garner.control;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.Stage;
import org.garner.ledger.Orders;
import org.garner.ledger.Overview;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The figures of the ledger as metrics. Read every few seconds, not with each scrape: a scrape must not wait for the database. */
class Gauges {
    private static final Logger LOG = LoggerFactory.getLogger(Gauges.class);

    private final Overview overview;
    private final Orders orders;
    private final MultiGauge lastSuccess;
    private final MultiGauge records;
    private final Rising runs = new Rising();
    private final Rising errors = new Rising();
    private volatile Figures figures = new Figures(Map.of(), Map.of(), 0, 0, List.of());

    private record Figures(
            Map<String, Long> runs, Map<String, Long> errors, long active, long held, List<Orders.Backlog> backlog) {}

    Gauges(Overview overview, Orders orders, MeterRegistry metrics) {
        this.overview = overview;
        this.orders = orders;
        for (var outcome : List.of("succeeded", "with_errors", "held", "failed", "aborted")) {
            FunctionCounter.builder("harvest.runs", this, g -> g.figures.runs().getOrDefault(outcome, 0L))
                    .tag("outcome", outcome)
                    .description("Harvest jobs that ended")
                    .register(metrics);
        }
        for (var kind : HarvestFailure.Kind.values()) {
            FunctionCounter.builder(
                            "harvest.errors", this, g -> g.figures.errors().getOrDefault(kind.word(), 0L))
                    .tag("kind", kind.word())
                    .description("Errors of listings and records")
                    .register(metrics);
        }
        Gauge.builder("harvest.run.active", this, g -> g.figures.active())
                .description("Harvest jobs that are open")
                .register(metrics);
        Gauge.builder("harvest.deletions.held", this, g -> g.figures.held())
                .description("Withdrawals that wait for an operator")
                .register(metrics);
        for (var stage : Stage.values()) {
            Gauge.builder(
                            "harvest.stage.queue.depth",
                            this,
                            g -> g.backlog(stage).objects())
                    .tag("stage", stage.word())
                    .description("Records in work, or handed out and not taken yet")
                    .register(metrics);
            Gauge.builder("harvest.oldest.item.age", this, g -> g.backlog(stage).oldestSeconds())
                    .tag("stage", stage.word())
                    .baseUnit("seconds")
                    .description("Age of the oldest open order")
                    .register(metrics);
        }
        lastSuccess = MultiGauge.builder("harvest.source.last.success.timestamp")
                .baseUnit("seconds")
                .description("When the last job of a source ended with its records in the catalogue; 0 for never")
                .register(metrics);
        records = MultiGauge.builder("harvest.source.records")
                .description("Records of a source that the catalogue shows")
                .register(metrics);
    }

    /** Reads the figures anew. */
    void refresh() {
        try {
            figures = new Figures(
                    runs.with(overview.runs()),
                    errors.with(overview.errors()),
                    overview.activeRuns(),
                    overview.heldDeletions(),
                    orders.backlog());
            var sources = overview.freshness();
            lastSuccess.register(
                    sources.stream()
                            .map(source -> MultiGauge.Row.of(Tags.of("source", source.source()), source.lastSuccess()))
                            .toList(),
                    true);
            records.register(
                    sources.stream()
                            .map(source -> MultiGauge.Row.of(Tags.of("source", source.source()), source.records()))
                            .toList(),
                    true);
        } catch (RuntimeException e) {
            LOG.debug("The figures for monitoring could not be read; the last ones stay", e);
        }
    }

    private Orders.Backlog backlog(Stage stage) {
        return figures.backlog().stream()
                .filter(backlog -> backlog.stage() == stage)
                .findFirst()
                .orElse(new Orders.Backlog(stage, 0, 0));
    }
}

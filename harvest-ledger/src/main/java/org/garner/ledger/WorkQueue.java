package org.garner.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.garner.harvest.Stage;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What waits and what is in work, by source and stage: counts over open jobs, their orders and their objects. */
public class WorkQueue {
    private final JdbcClient jdbc;

    public WorkQueue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The open job of a source with what is to do for it, in the order of the stages; a job that has not started has no stage yet. */
    public record Queued(
            UUID job, UUID source, String sourceName, String status, Instant created, List<AtStage> stages) {
        public Queued {
            stages = List.copyOf(stages);
        }

        /** How many of its records are open. */
        public long objects() {
            return stages.stream()
                    .mapToLong(stage -> stage.ordered() + stage.waiting())
                    .sum();
        }

        public long orders() {
            return stages.stream().mapToLong(AtStage::orders).sum();
        }
    }

    /**
     * What is to do in one stage.
     *
     * @param orders open orders
     * @param accepted those of them that workers hold
     * @param ordered records in these orders
     * @param waiting records that no order holds yet
     * @param oldestSeconds how long the oldest of all this has been there
     */
    public record AtStage(Stage stage, long orders, long accepted, long ordered, long waiting, double oldestSeconds) {}

    private record Ordered(Stage stage, long orders, long accepted, long objects, double oldestSeconds) {}

    private record Open(Stage stage, long objects, double oldestSeconds) {}

    /** The open jobs of one source, or of all when it is null, the oldest first. */
    public List<Queued> of(@Nullable UUID source) {
        var one = source == null ? null : source.toString();
        var open = jdbc.sql("""
            select j.id, j.source_id, s.name, j.status, j.created
              from harvest_job j join harvest_source s on s.id = j.source_id
             where j.status in ('New', 'Running') and (:source::uuid is null or j.source_id = :source::uuid)
             order by j.id
            """)
                .param("source", one)
                .query((row, number) -> new Queued(
                        Columns.uuid(row, "id"),
                        Columns.uuid(row, "source_id"),
                        row.getString("name"),
                        row.getString("status"),
                        Columns.time(row, "created"),
                        List.of()))
                .list();
        var jobs = open.stream().map(Queued::job).toList();
        var ordered = ordered(jobs);
        var objects = objects(jobs);
        return open.stream()
                .map(job -> new Queued(
                        job.job(),
                        job.source(),
                        job.sourceName(),
                        job.status(),
                        job.created(),
                        stages(ordered.getOrDefault(job.job(), List.of()), objects.getOrDefault(job.job(), List.of()))))
                .toList();
    }

    private Map<UUID, List<Ordered>> ordered(List<UUID> jobs) {
        var found = new HashMap<UUID, List<Ordered>>();
        jdbc.sql("""
            select job_id, stage, count(*) as orders, count(accepted_by) as accepted, sum(cardinality(object_ids)) as objects,
                   extract(epoch from now() - min(created)) as oldest
              from harvest_order where job_id = any(:jobs::uuid[]) and ended is null
             group by job_id, stage
            """).param("jobs", Columns.ids(jobs)).query(row -> {
            found.computeIfAbsent(Columns.uuid(row, "job_id"), job -> new ArrayList<>())
                    .add(new Ordered(
                            Stage.ofWord(row.getString("stage")),
                            row.getLong("orders"),
                            row.getLong("accepted"),
                            row.getLong("objects"),
                            row.getDouble("oldest")));
        });
        return found;
    }

    private Map<UUID, List<Open>> objects(List<UUID> jobs) {
        var found = new HashMap<UUID, List<Open>>();
        jdbc.sql("""
            select harvest_job_id, case when state = 'IMPORT' then 'import' else 'fetch' end as stage, count(*) as objects,
                   extract(epoch from now() - min(gathered)) as oldest
              from harvest_object where harvest_job_id = any(:jobs::uuid[]) and report_status is null
             group by 1, 2
            """).param("jobs", Columns.ids(jobs)).query(row -> {
            found.computeIfAbsent(Columns.uuid(row, "harvest_job_id"), job -> new ArrayList<>())
                    .add(new Open(
                            Stage.ofWord(row.getString("stage")), row.getLong("objects"), row.getDouble("oldest")));
        });
        return found;
    }

    private static List<AtStage> stages(List<Ordered> ordered, List<Open> open) {
        var stages = new ArrayList<AtStage>();
        for (var stage : Stage.values()) {
            var orders = ordered.stream().filter(o -> o.stage() == stage).findFirst();
            var objects = open.stream().filter(o -> o.stage() == stage).findFirst();
            if (orders.isEmpty() && objects.isEmpty()) {
                continue;
            }
            var held = orders.map(Ordered::objects).orElse(0L);
            // Looked at a moment apart: what an order has just brought may be counted on neither side, never below
            // zero.
            var waiting = Math.max(0, objects.map(Open::objects).orElse(0L) - held);
            stages.add(new AtStage(
                    stage,
                    orders.map(Ordered::orders).orElse(0L),
                    orders.map(Ordered::accepted).orElse(0L),
                    held,
                    waiting,
                    Math.max(
                            orders.map(Ordered::oldestSeconds).orElse(0.0),
                            objects.map(Open::oldestSeconds).orElse(0.0))));
        }
        return stages;
    }
}

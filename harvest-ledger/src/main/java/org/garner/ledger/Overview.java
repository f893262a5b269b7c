package org.garner.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The figures that dashboards show, each one query over all jobs and sources. */
public class Overview {
    private final JdbcClient jdbc;

    public Overview(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A source, when a job that listed it last ended well (seconds since 1970, 0 for never), and how many records it has in the catalogue. */
    public record Freshness(String source, String type, double lastSuccess, long records) {}

    /** How many jobs ended with which outcome. */
    public Map<String, Long> runs() {
        var runs = new HashMap<String, Long>();
        jdbc.sql("select outcome, count(*) as n from harvest_job where outcome is not null group by outcome")
                .query(row -> {
                    runs.put(row.getString("outcome"), row.getLong("n"));
                });
        return runs;
    }

    public long activeRuns() {
        return jdbc.sql("select count(*) from harvest_job where status in ('New', 'Running')")
                .query(Long.class)
                .single();
    }

    /** How many withdrawals wait for an operator: those of the newest job that listed each source. */
    public long heldDeletions() {
        return jdbc.sql("""
            select coalesce(sum(p.held), 0) from harvest_job_progress p
             where p.job_id in (select distinct on (source_id) id from harvest_job
                                 where mode in ('incremental', 'full') order by source_id, created desc)
               and not exists (select 1 from harvest_hold h where h.job_id = p.job_id and h.decided is not null)
            """).query(Long.class).single();
    }

    /** How many errors were written for records and for listings. */
    public Map<String, Long> errors() {
        var errors = new HashMap<String, Long>();
        jdbc.sql("""
            select kind, count(*) as n
              from (select kind from harvest_gather_error union all select kind from harvest_object_error) e group by kind
            """).query(row -> {
            errors.put(row.getString("kind"), row.getLong("n"));
        });
        return errors;
    }

    /** The sources, at most 1,000. */
    public List<Freshness> freshness() {
        return jdbc.sql("""
            select s.name, s.type,
                   coalesce((select extract(epoch from max(j.finished))
                               from harvest_job j join harvest_job_progress p on p.job_id = j.id
                              where j.source_id = s.id and j.outcome in ('succeeded', 'with_errors')
                                and j.mode in ('incremental', 'full') and p.listed > 0), 0) as last_success,
                   (select count(*) from harvest_record r where r.source_id = s.id and r.withdrawn is null and r.package_id is not null) as records
              from harvest_source s where s.active order by s.name limit 1000
            """)
                .query((row, number) -> new Freshness(
                        row.getString("name"),
                        row.getString("type"),
                        row.getDouble("last_success"),
                        row.getLong("records")))
                .list();
    }
}

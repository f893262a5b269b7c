package org.garner.ledger;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.garner.harvest.JobMode;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How open jobs stand against their limits: one query over what moves. */
public class JobStandings {
    private final JdbcClient jdbc;

    public JobStandings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Where a job stands.
     *
     * @param age how long it has run since it was started or resumed, by the database's clock
     * @param moves differs whenever something of the job has moved
     * @param paused true while a host that it needs wants no request
     * @param ended how many of its records have ended
     * @param errored how many of those with an error
     */
    public record Standing(
            UUID job,
            JobMode mode,
            String phase,
            Duration age,
            String moves,
            boolean paused,
            long ended,
            long errored) {}

    /** The standings of these jobs. */
    public Map<UUID, Standing> of(Collection<UUID> jobs) {
        var standings = new HashMap<UUID, Standing>();
        if (jobs.isEmpty()) {
            return standings;
        }
        jdbc.sql("""
            select j.id, j.mode, p.phase, extract(epoch from now() - coalesce(p.reopened, j.gather_started, j.created)) as age,
                   concat_ws(' ', p.phase, p.heartbeat, p.pages, p.listed, p.requests, p.held, o.orders, o.ended, o.errored) as moves,
                   p.unchanged + coalesce(o.ended, 0) as ended, coalesce(o.errored, 0) as errored,
                   exists (select 1 from harvest_host h
                            where h.holder = '' and h.next_allowed > now() + interval '1 second'
                              and h.host in (select host from harvest_order where job_id = j.id and ended is null)) as paused
              from harvest_job j
              join harvest_job_progress p on p.job_id = j.id
              left join (select job_id, count(*) filter (where harvest_order.ended is not null) as orders,
                                sum(added + updated + unchanged + errored) as ended, sum(errored) as errored
                           from harvest_order where job_id = any(:jobs::uuid[]) group by job_id) o on o.job_id = j.id
             where j.id = any(:jobs::uuid[]) and j.status = 'Running'
            """).param("jobs", Columns.ids(jobs)).query(row -> {
            var id = Columns.uuid(row, "id");
            standings.put(
                    id,
                    new Standing(
                            id,
                            JobMode.ofWord(row.getString("mode")),
                            row.getString("phase"),
                            Duration.ofMillis((long) (row.getDouble("age") * 1000)),
                            row.getString("moves"),
                            row.getBoolean("paused"),
                            row.getLong("ended"),
                            row.getLong("errored")));
        });
        return standings;
    }
}

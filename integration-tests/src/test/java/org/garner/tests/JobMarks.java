package org.garner.tests;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What can be seen in the database of how jobs go on, or do not any more; the tests change nothing there. */
final class JobMarks {
    private final JdbcClient jdbc;

    JobMarks(DataSource database) {
        jdbc = JdbcClient.create(database);
    }

    /** From the request to start a job to its end. */
    Duration took(UUID job) {
        return Duration.ofMillis(
                jdbc.sql("select (extract(epoch from finished - created) * 1000)::bigint from harvest_job where id = ?")
                        .param(job)
                        .query(Long.class)
                        .single());
    }

    /**
     * The version of every row that a harvest of this job writes: datasets and their resources, what is held of records, objects, the cursor, errors. Two
     * that are equal mean that nothing was written between them, not even the same value again.
     */
    String versions(UUID job, UUID source) {
        return jdbc.sql("""
            select md5(string_agg(version, ' ' order by version)) from (
                select 'package ' || id || ' ' || xmin as version from package where harvest_source_id = :source
                union all
                select 'resource ' || r.id || ' ' || r.xmin from resource r join package p on p.id = r.package_id
                 where p.harvest_source_id = :source
                union all
                select 'record ' || guid || ' ' || xmin from harvest_record where source_id = :source
                union all
                select 'object ' || id || ' ' || xmin from harvest_object where harvest_job_id = :job
                union all
                select 'error ' || e.id || ' ' || e.xmin from harvest_object_error e
                  join harvest_object o on o.id = e.harvest_object_id where o.harvest_job_id = :job
                union all
                select 'cursor ' || coalesce(cursor, '') || ' ' || listed || ' ' || completeness
                  from harvest_job_progress where job_id = :job) written
            """)
                .param("job", job)
                .param("source", source)
                .query(String.class)
                .single();
    }

    /** How many orders of these jobs a worker has accepted and neither ended nor given back. */
    long inHands(List<UUID> jobs) {
        return jdbc.sql("""
            select count(*) from harvest_order where job_id in (:jobs) and accepted_by is not null and ended is null
            """).param("jobs", jobs).query(Long.class).single();
    }
}

package org.garner.tests;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an operator can read in the database; the tests change nothing there. */
final class Ledger {
    private final JdbcClient jdbc;

    Ledger(DataSource database) {
        jdbc = JdbcClient.create(database);
    }

    UUID sourceOf(UUID job) {
        return jdbc.sql("select source_id from harvest_job where id = ?")
                .param(job)
                .query(UUID.class)
                .single();
    }

    /** The youngest job of the source with this name. */
    UUID lastJob(String source) {
        return jdbc.sql("""
            select j.id from harvest_job j join harvest_source s on s.id = j.source_id
             where s.name = ? order by j.created desc, j.id desc limit 1
            """).param(source).query(UUID.class).single();
    }

    /** The youngest operation on a source. */
    UUID lastOperation(UUID source) {
        return jdbc.sql("select id from harvest_operation where source_id = ? order by created desc, id desc limit 1")
                .param(source)
                .query(UUID.class)
                .single();
    }

    /** How many objects of a job ended in which way; open ones are under {@code open}. */
    Map<String, Long> outcomes(UUID job) {
        var outcomes = new HashMap<String, Long>();
        jdbc.sql("""
            select coalesce(report_status, 'open') as outcome, count(*) as n from harvest_object
             where harvest_job_id = ? group by 1
            """).param(job).query(row -> {
            outcomes.put(row.getString("outcome"), row.getLong("n"));
        });
        return outcomes;
    }

    /** How many records the job has listed so far. */
    long listed(UUID job) {
        return number("select listed from harvest_job_progress where job_id = ?", job);
    }

    boolean listing(UUID job) {
        return number("select count(*) from harvest_job_progress where job_id = ? and completeness = 'open'", job) == 1;
    }

    /** How many orders of a job a process has accepted and not ended. */
    long held(UUID job, String room, long pid) {
        return jdbc.sql("""
            select count(*) from harvest_order where job_id = ? and ended is null and accepted_by like ?
            """)
                .params(job, room + "-" + pid + "@%")
                .query(Long.class)
                .single();
    }

    /** The process id of the control process that leads, or led last. */
    long leader() {
        return jdbc.sql("select substring(holder from '[0-9]+') from control_lease where name = 'control'")
                .query(Long.class)
                .single();
    }

    /** How many times control has found a new leader. */
    long leadEpoch() {
        return jdbc.sql("select epoch from control_lease where name = 'control'")
                .query(Long.class)
                .single();
    }

    /** The largest number of an attempt at any order of a job. */
    int attempts(UUID job) {
        return jdbc.sql("select coalesce(max(attempt), 0) from harvest_order where job_id = ?")
                .param(job)
                .query(Integer.class)
                .single();
    }

    /** How many objects of a job were dealt more than once into first attempts of the same stage. */
    long dealtTwice(UUID job) {
        return number("""
            select count(*) from (
                select 1 from harvest_order o cross join unnest(o.object_ids) as object
                 where o.job_id = ? and o.attempt = 1 group by o.stage, object having count(*) > 1) twice
            """, job);
    }

    /** The workers that accepted orders of a job, as {@code gather-4711}. */
    List<String> acceptedBy(UUID job) {
        return jdbc.sql("""
            select distinct split_part(accepted_by, '@', 1) from harvest_order where job_id = ? and accepted_by is not null order by 1
            """).param(job).query(String.class).list();
    }

    /** The workers that ended the objects of a job, as {@code import-4711}; empty text for an object whose end names nobody. */
    List<String> doneBy(UUID job) {
        return jdbc.sql("""
            select distinct coalesce(split_part(done_by, '@', 1), '') from harvest_object where harvest_job_id = ? order by 1
            """).param(job).query(String.class).list();
    }

    /** What the catalogue holds of a source. {@code stated} counts the resources that its datasets say they have. */
    record Holdings(
            long packages, long guids, long currentObjects, long records, long resources, long places, long stated) {
        /** Every record once, and its resources once. */
        static Holdings exactly(long records, long resources) {
            return new Holdings(records, records, records, records, resources, resources, resources);
        }
    }

    Holdings holdings(UUID source) {
        return jdbc.sql("""
            with mine as (select * from package where harvest_source_id = :source and state = 'active'),
                 parts as (select r.* from resource r join mine on mine.id = r.package_id where r.state = 'active')
            select (select count(*) from mine) as packages,
                   (select count(distinct guid) from mine) as guids,
                   (select count(*) from harvest_object o where o.harvest_source_id = :source and o.current
                       and o.package_id in (select id from mine)) as current_objects,
                   (select count(distinct package_id) from harvest_record r where r.source_id = :source and r.withdrawn is null) as records,
                   (select count(*) from parts) as resources,
                   (select count(*) from (select distinct package_id, position from parts) p) as places,
                   (select coalesce(sum(jsonb_array_length(dataset -> 'resources')), 0) from mine) as stated
            """).param("source", source).query(Holdings.class).single();
    }

    boolean ended(UUID job) {
        return number("select count(*) from harvest_job where id = ? and status = 'Finished'", job) == 1;
    }

    /** The records of a source that count as there, as often as there are rows. */
    List<String> heldGuids(UUID source) {
        return texts(
                "select guid from harvest_record where source_id = ? and withdrawn is null and package_id is not null",
                source);
    }

    /** The guids of a source's datasets that are not withdrawn, as often as there are rows. */
    List<String> packageGuids(UUID source) {
        return texts("select coalesce(guid, '') from package where harvest_source_id = ? and state = 'active'", source);
    }

    List<UUID> packageIds(UUID source) {
        return jdbc.sql("select id from package where harvest_source_id = ? and state = 'active'")
                .param(source)
                .query(UUID.class)
                .list();
    }

    private List<String> texts(String sql, UUID id) {
        return jdbc.sql(sql).param(id).query(String.class).list();
    }

    /** How many changes of datasets the search index has not taken yet. */
    long notSearchable() {
        return jdbc.sql("select count(*) from package_index where indexed_revision < revision")
                .query(Long.class)
                .single();
    }

    /** When the transaction of the job's last status was committed. */
    OffsetDateTime statusCommitted(UUID job) {
        return jdbc.sql("select pg_xact_commit_timestamp(xmin) from harvest_job where id = ?")
                .param(job)
                .query(OffsetDateTime.class)
                .single();
    }

    /** When anything of the harvest of this job was last committed: datasets, resources, what is held, documents, and objects that it did not cancel. */
    OffsetDateTime lastWorkCommitted(UUID job, UUID source) {
        return jdbc.sql("""
            select max(committed) from (
                select max(pg_xact_commit_timestamp(xmin)) as committed from package where harvest_source_id = :source
                union all
                select max(pg_xact_commit_timestamp(r.xmin)) from resource r join package p on p.id = r.package_id
                 where p.harvest_source_id = :source
                union all
                select max(pg_xact_commit_timestamp(xmin)) from harvest_record where source_id = :source
                union all
                select max(pg_xact_commit_timestamp(xmin)) from harvest_document
                union all
                select max(pg_xact_commit_timestamp(xmin)) from harvest_object
                 where harvest_job_id = :job and report_status is distinct from 'cancelled') work
            """)
                .param("job", job)
                .param("source", source)
                .query(OffsetDateTime.class)
                .single();
    }

    private long number(String sql, UUID id) {
        return jdbc.sql(sql).param(id).query(Long.class).single();
    }
}

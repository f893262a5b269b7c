package org.garner.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What ended jobs have left in all the tables that name a job, and its removal in batches. A job of which objects are kept, because datasets were made
 * from them, stays with its row and its counts ("thinned") until no such object is left.
 */
public class JobHistory {
    private final JdbcClient jdbc;

    public JobHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A batch of removed objects.
     *
     * @param passed how many it looked at; less than the limit when it was the last
     * @param removed how many of them were removed
     * @param last the object at which the next batch goes on
     */
    public record Removed(int passed, int removed, UUID last) {}

    /** The next ended job of a source after the given one, perhaps sparing its newest job that is no dry run. */
    public Optional<UUID> next(UUID source, UUID after, boolean spareNewest) {
        return jdbc.sql("""
            select id from harvest_job j
             where source_id = :source and status = 'Finished' and id > :after
               and not (:spare and mode <> 'dry_run' and not exists (
                        select 1 from harvest_job n where n.source_id = j.source_id and n.id > j.id and n.mode <> 'dry_run'))
             order by id limit 1
            """)
                .param("source", source)
                .param("after", after)
                .param("spare", spareNewest)
                .query(UUID.class)
                .optional();
    }

    /** Locks the row of a job against a resume until the end of the transaction; false when it has not ended, or is gone. */
    public boolean hold(UUID job) {
        return jdbc.sql("select 1 from harvest_job where id = :job and status = 'Finished' for share")
                .param("job", job)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** How many objects the ended jobs of a source have, perhaps but for its newest job that is no dry run. */
    public long objects(UUID source, boolean spareNewest) {
        return jdbc.sql("""
            select count(*) from harvest_object o
             where o.harvest_job_id in (
                select id from harvest_job j
                 where source_id = :source and status = 'Finished'
                   and not (:spare and mode <> 'dry_run' and not exists (
                            select 1 from harvest_job n where n.source_id = j.source_id and n.id > j.id and n.mode <> 'dry_run')))
            """)
                .param("source", source)
                .param("spare", spareNewest)
                .query(Long.class)
                .single();
    }

    /**
     * Ended jobs that are older than this and have at least so many newer ones of their source, dry runs counted apart: those that were never thinned
     * first, and others when they were thinned a day ago, because fewer of their objects may be current now.
     */
    public List<UUID> outlived(Duration age, int newer, int limit) {
        return jdbc.sql("""
            select j.id
              from (select id, status, finished, row_number() over (partition by source_id, mode = 'dry_run' order by id desc) as place from harvest_job) j
              join harvest_job_progress p on p.job_id = j.id
             where j.status = 'Finished' and j.finished < now() - make_interval(secs => :age) and j.place > :newer
               and p.phase = 'ended' and (p.thinned is null or p.thinned < now() - interval '1 day')
             order by p.thinned nulls first, j.id limit :limit
            """)
                .param("age", age.toSeconds())
                .param("newer", newer)
                .param("limit", limit)
                .query(UUID.class)
                .list();
    }

    /**
     * Removes the next objects of an ended job with their errors.
     *
     * @param keepCurrent true when objects that datasets were made from stay
     */
    public Removed removeObjects(UUID job, boolean keepCurrent, UUID after, int limit) {
        return jdbc.sql("""
            with passed as materialized (
                select id, current from harvest_object where harvest_job_id = :job and id > :after order by id limit :limit),
            gone as materialized (select id from passed where not (current and :keep)),
            errors as (delete from harvest_object_error e using gone where e.harvest_object_id = gone.id),
            objects as (delete from harvest_object o using gone where o.id = gone.id)
            select (select count(*) from passed) as passed, (select count(*) from gone) as removed,
                   (select id from passed order by id desc limit 1) as last
            """)
                .param("job", job)
                .param("after", after)
                .param("keep", keepCurrent)
                .param("limit", limit)
                .query((row, number) -> {
                    var last = row.getObject("last", UUID.class);
                    return new Removed(row.getInt("passed"), row.getInt("removed"), last == null ? after : last);
                })
                .single();
    }

    /** Removes orders, errors of the listing and the log of an ended job, so many of each at most; true when there may be more. */
    public boolean removeWork(UUID job, int limit) {
        var most = jdbc.sql("""
            with orders as (
                delete from harvest_order
                 where id in (select id from harvest_order where job_id = :job limit :limit) returning id),
            errors as (
                delete from harvest_gather_error
                 where id in (select id from harvest_gather_error where harvest_job_id = :job limit :limit) returning id),
            lines as (
                delete from harvest_log
                 where id in (select id from harvest_log where harvest_job_id = :job limit :limit) returning id)
            select greatest((select count(*) from orders), (select count(*) from errors), (select count(*) from lines))
            """)
                .param("job", job)
                .param("limit", limit)
                .query(Integer.class)
                .single();
        return most == limit;
    }

    /** Removes the row of an ended job and its counts when it has no object left; else notes that it was thinned. Returns whether it is gone. */
    public boolean removeJob(UUID job) {
        var gone = jdbc.sql("""
            delete from harvest_job j
             where id = :job and status = 'Finished' and not exists (select 1 from harvest_object o where o.harvest_job_id = j.id)
            """).param("job", job).update() == 1;
        jdbc.sql(
                        gone
                                ? "delete from harvest_job_progress where job_id = :job"
                                : "update harvest_job_progress set thinned = now() where job_id = :job")
                .param("job", job)
                .update();
        return gone;
    }
}

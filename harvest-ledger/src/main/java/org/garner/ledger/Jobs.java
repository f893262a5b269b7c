package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.garner.harvest.JobMode;
import org.garner.harvest.JobTicket;
import org.garner.harvest.TimeOrderedIds;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code harvest_job}: written when a job starts, resumes and ends, and never in between. */
public class Jobs {
    private static final String COLUMNS =
            "select id, source_id, created, gather_started, finished, status, epoch, outcome, reason, trigger, mode,"
                    + " ended_by, asked_by, aborted_by from harvest_job ";

    private static final List<JobMode> CHANGE_NOTHING =
            Stream.of(JobMode.values()).filter(JobMode::onlyPlans).toList();
    private static final List<JobMode> LIST_NOTHING = Stream.of(JobMode.values())
            .filter(mode -> mode.onlyPlans() || mode.namesRecords())
            .toList();

    private final JdbcClient jdbc;

    public Jobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Who starts or ends a job.
     *
     * @param word one of the few that scripts look for: api, schedule, control
     * @param name the name of the token, when somebody asked
     */
    public record By(String word, @Nullable String name) {
        /** Somebody, by any of the ways to ask. */
        public static By somebody(String name) {
            return new By("api", name);
        }
    }

    /**
     * A row of the table.
     *
     * @param askedBy who had it started; null when the clock did
     * @param abortedBy who aborted it; null when nobody did, or SQL
     */
    public record Job(
            UUID id,
            UUID source,
            Instant created,
            @Nullable Instant started,
            @Nullable Instant finished,
            String status,
            int epoch,
            @Nullable String outcome,
            @Nullable String reason,
            String trigger,
            JobMode mode,
            @Nullable String endedBy,
            @Nullable String askedBy,
            @Nullable String abortedBy) {
        public boolean open() {
            return !"Finished".equals(status);
        }

        /** True when the clock started it, false when somebody did. */
        public boolean scheduled() {
            return "schedule".equals(trigger);
        }

        public JobTicket ticket() {
            return new JobTicket(id, epoch);
        }
    }

    /** Which jobs to list; null for all. {@code since} is the earliest time at which they were created. */
    public record Filter(
            @Nullable UUID source,
            @Nullable String status,
            @Nullable String outcome,
            @Nullable Instant since,
            @Nullable IdPrefix ids) {}

    /**
     * Adds a job of this mode, over all the records that the mode goes over.
     *
     * @return its id, or nothing when the source has an open job or an open operation, or is not active
     */
    public Optional<UUID> add(UUID source, String mode, String trigger) {
        return add(source, JobMode.ofWord(mode), List.of(), new By(trigger, null));
    }

    /**
     * Adds a job that is to run.
     *
     * @param guids the records that it is to go over; none for all that its mode goes over
     * @return its id, or nothing when the source has an open job or an open operation, or is not active
     */
    public Optional<UUID> add(UUID source, JobMode mode, List<String> guids, By by) {
        var id = TimeOrderedIds.next();
        var inserted = jdbc.sql("""
            insert into harvest_job (id, source_id, mode, guids, trigger, asked_by)
            select :id, s.id, :mode, :guids::text[], :trigger, :name from harvest_source s
             where s.id = :source and s.active and s.operation is null for share
            on conflict (source_id) where status in ('New', 'Running') do nothing
            """)
                .param("id", id)
                .param("source", source)
                .param("mode", mode.word())
                .param("guids", guids.toArray(String[]::new))
                .param("trigger", by.word())
                .param("name", by.name())
                .update();
        if (inserted == 0) {
            return Optional.empty();
        }
        jdbc.sql("insert into harvest_job_progress (job_id) values (:id)")
                .param("id", id)
                .update();
        return Optional.of(id);
    }

    /**
     * Adds jobs of sources that are due, in the transaction that leaves their due times behind.
     *
     * @return the sources of these jobs: the others have an open job or an open operation, or are not active by now
     */
    public Set<UUID> addDue(Collection<UUID> sources) {
        return Set.copyOf(
                addAll(sources, JobMode.INCREMENTAL, new By("schedule", null)).values());
    }

    /**
     * Adds a job of this mode to each of these sources, all at once, in a transaction of the caller's.
     *
     * @return the sources by their new jobs: the others have an open job or an open operation, or are not active
     */
    public Map<UUID, UUID> addAll(Collection<UUID> sources, JobMode mode, By by) {
        var ids = new HashMap<UUID, UUID>();
        sources.forEach(source -> ids.put(TimeOrderedIds.next(), source));
        var added = jdbc.sql("""
            insert into harvest_job (id, source_id, mode, trigger, asked_by)
            select n.id, s.id, :mode, :trigger, :name
              from unnest(:ids::uuid[], :sources::uuid[]) as n (id, source)
              join harvest_source s on s.id = n.source
             where s.active and s.operation is null for share of s
            on conflict (source_id) where status in ('New', 'Running') do nothing
            returning id
            """)
                .param("ids", Columns.ids(ids.keySet()))
                .param("sources", Columns.ids(ids.values()))
                .param("mode", mode.word())
                .param("trigger", by.word())
                .param("name", by.name())
                .query((row, number) -> Columns.uuid(row, "id"))
                .list();
        jdbc.sql("insert into harvest_job_progress (job_id) select unnest(:ids::uuid[])")
                .param("ids", Columns.ids(added))
                .update();
        ids.keySet().retainAll(added);
        return ids;
    }

    /** New becomes Running, in the first epoch. */
    public boolean start(UUID job) {
        return jdbc.sql("""
            update harvest_job set status = 'Running', epoch = epoch + 1, gather_started = coalesce(gather_started, now())
             where id = :job and status = 'New'
            """).param("job", job).update() == 1;
    }

    /** Ends an open job as aborted; from the commit of this statement on, nothing of the job commits. */
    public boolean abort(UUID job, By by, String reason) {
        return jdbc.sql("""
            update harvest_job set status = 'Finished', outcome = 'aborted', finished = now(), ended_by = :by, aborted_by = :name, reason = :reason
             where id = :job and status in ('New', 'Running')
            """)
                        .param("job", job)
                        .param("by", by.word())
                        .param("name", by.name())
                        .param("reason", reason)
                        .update()
                == 1;
    }

    /** The same, by a part of the system. */
    public boolean abort(UUID job, String by, String reason) {
        return abort(job, new By(by, null), reason);
    }

    /**
     * Runs an aborted job of an active source again in a new epoch, unless another one has changed what is held since.
     *
     * @throws org.springframework.dao.DuplicateKeyException when the source has an open job by now
     */
    public boolean resume(UUID job) {
        return reopen(job, "aborted", CHANGE_NOTHING);
    }

    /** Ends those of these jobs that are open as aborted, all at once; returns which. What {@link #abort} says holds for each. */
    public List<UUID> abortAll(Collection<UUID> jobs, By by, String reason) {
        return jdbc.sql("""
            with open as materialized (
                select id from harvest_job where id = any(:jobs::uuid[]) and status in ('New', 'Running') order by id for update)
            update harvest_job j set status = 'Finished', outcome = 'aborted', finished = now(), ended_by = :by, aborted_by = :name, reason = :reason
              from open where j.id = open.id
            returning j.id
            """)
                .param("jobs", Columns.ids(jobs))
                .param("by", by.word())
                .param("name", by.name())
                .param("reason", reason)
                .query(UUID.class)
                .list();
    }

    /**
     * Runs a job of an active source again in a new epoch, when it has ended as held and no job has listed the source since: to do what an operator
     * approved.
     *
     * @throws org.springframework.dao.DuplicateKeyException when the source has an open job by now
     */
    public boolean reopenHeld(UUID job) {
        return reopen(job, "held", LIST_NOTHING);
    }

    /**
     * In the phase {@code reopen} the leader learns that orders and objects of former epochs are still as the end of the job found them.
     *
     * @param spared the modes of newer jobs that do not stand in the way
     */
    private boolean reopen(UUID job, String endedAs, List<JobMode> spared) {
        return jdbc.sql("""
            with reopened as (
                update harvest_job j
                   set status = 'Running', epoch = epoch + 1, outcome = null, finished = null, ended_by = null, aborted_by = null,
                       reason = null
                 where id = :job and status = 'Finished' and outcome = :outcome
                   and not exists (select 1 from harvest_job n where n.source_id = j.source_id and n.created > j.created
                                    and n.mode <> all(:spared::text[]))
                   and not exists (select 1 from harvest_job_progress p where p.job_id = j.id and p.thinned is not null)
                   and exists (select 1 from harvest_source s
                                where s.id = j.source_id and s.active and s.operation is null for share)
                returning id)
            update harvest_job_progress p set phase = 'reopen' from reopened where p.job_id = reopened.id
            """)
                        .param("job", job)
                        .param("outcome", endedAs)
                        .param("spared", Columns.texts(spared, JobMode::word))
                        .update()
                == 1;
    }

    /** True when no newer job has gone over the source itself, to change what is held of it: what a job found there is the last that is known. */
    public boolean lastToList(UUID job) {
        return jdbc.sql("""
            select not exists (select 1 from harvest_job n join harvest_job j on j.source_id = n.source_id
                                where j.id = :job and n.created > j.created and n.mode <> all(:spared::text[]))
            """)
                .param("job", job)
                .param("spared", Columns.texts(LIST_NOTHING, JobMode::word))
                .query(Boolean.class)
                .single();
    }

    /** Ends a running job; false when it had been ended otherwise. */
    public boolean finish(JobTicket ticket, String outcome, @Nullable String reason) {
        return jdbc.sql("""
            update harvest_job set status = 'Finished', outcome = :outcome, reason = :reason, finished = now(), ended_by = 'control'
             where id = :job and status = 'Running' and epoch = :epoch
            """)
                        .param("outcome", outcome)
                        .param("reason", reason)
                        .param("job", ticket.job())
                        .param("epoch", ticket.epoch())
                        .update()
                == 1;
    }

    public void gatherFinished(JobTicket ticket) {
        // A job that runs again for its approved withdrawal has listed long ago.
        jdbc.sql("""
            update harvest_job set gather_finished = now()
             where id = :job and status = 'Running' and epoch = :epoch
               and not exists (select 1 from harvest_hold h where h.job_id = :job and h.decision = 'approved')
            """).param("job", ticket.job()).param("epoch", ticket.epoch()).update();
    }

    /**
     * The last statement before a commit (law 3): locks the job's row against an abort, if the job still runs in this epoch.
     *
     * @throws StaleTicketException when it does not; the transaction must roll back
     */
    public void guard(JobTicket ticket) {
        jdbc.sql("set local lock_timeout = '2s'").update();
        var running = jdbc.sql(
                        "select 1 from harvest_job where id = :job and status = 'Running' and epoch = :epoch for share")
                .param("job", ticket.job())
                .param("epoch", ticket.epoch())
                .query(Integer.class)
                .optional();
        if (running.isEmpty()) {
            throw new StaleTicketException(ticket);
        }
    }

    public Optional<Job> find(UUID id) {
        return jdbc.sql(COLUMNS + "where id = :id")
                .param("id", id)
                .query(Jobs::job)
                .optional();
    }

    /** The open job of a source, if it has one. */
    public Optional<Job> openOf(UUID source) {
        return jdbc.sql(COLUMNS + "where source_id = :source and status in ('New', 'Running')")
                .param("source", source)
                .query(Jobs::job)
                .optional();
    }

    /** All open jobs, oldest first. */
    public List<Job> open() {
        return jdbc.sql(COLUMNS + "where status in ('New', 'Running') order by id")
                .query(Jobs::job)
                .list();
    }

    /** Those of these jobs that exist. */
    public List<Job> find(Collection<UUID> ids) {
        return jdbc.sql(COLUMNS + "where id = any(:ids::uuid[])")
                .param("ids", Columns.ids(ids))
                .query(Jobs::job)
                .list();
    }

    /** The newest jobs that the filter lets through, older than the given one. */
    public List<Job> list(Filter filter, @Nullable UUID before, int limit) {
        return jdbc.sql(COLUMNS + """
            where (:source::uuid is null or source_id = :source::uuid) and (:before::uuid is null or id < :before::uuid)
              and (:status::text is null or status = :status) and (:outcome::text is null or outcome = :outcome)
              and (:since::timestamptz is null or created >= :since::timestamptz)
              and (:least::uuid is null or id between :least::uuid and :greatest::uuid)
            order by id desc limit :limit
            """)
                .param("source", Objects.toString(filter.source(), null))
                .param("before", Objects.toString(before, null))
                .param("status", filter.status())
                .param("outcome", filter.outcome())
                .param("since", Objects.toString(filter.since(), null))
                .param(
                        "least",
                        filter.ids() == null ? null : filter.ids().least().toString())
                .param(
                        "greatest",
                        filter.ids() == null ? null : filter.ids().greatest().toString())
                .param("limit", limit)
                .query(Jobs::job)
                .list();
    }

    /** How many jobs of a source there are, dry runs too. */
    public long count(UUID source) {
        return jdbc.sql("select count(*) from harvest_job where source_id = :source")
                .param("source", source)
                .query(Long.class)
                .single();
    }

    private static Job job(ResultSet row, int number) throws SQLException {
        return new Job(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "source_id"),
                Columns.time(row, "created"),
                Columns.instant(row, "gather_started"),
                Columns.instant(row, "finished"),
                row.getString("status"),
                row.getInt("epoch"),
                row.getString("outcome"),
                row.getString("reason"),
                row.getString("trigger"),
                JobMode.ofWord(row.getString("mode")),
                row.getString("ended_by"),
                row.getString("asked_by"),
                row.getString("aborted_by"));
    }
}

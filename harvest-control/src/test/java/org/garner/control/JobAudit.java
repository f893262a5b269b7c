package org.garner.control;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.garner.embedded.TestPostgres;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The eyes of the database: triggers of the test write down how each job moved, and what must never be, in the transaction that does it. What a transaction
 * did to objects is looked at as it commits, after its guard, when the state of the job is what it is.
 */
final class JobAudit {
    private static final Pattern ROW =
            Pattern.compile("\\| (\\w+|—)(?: \\((\\w+)\\))? \\| (\\w+|—)(?: \\((\\w+)\\))? \\| (0|same|\\+1|—) \\|.*");

    private final JdbcClient jdbc;

    JobAudit(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    static HikariDataSource pool(TestPostgres postgres) {
        var config = new HikariConfig();
        config.setJdbcUrl(postgres.jdbcUrl());
        config.setUsername(postgres.user());
        config.setPassword(postgres.password());
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    void install() {
        jdbc.sql("""
            create table seen_transition (transition text primary key);
            create table seen_wrong (id bigint generated always as identity primary key, what text not null);

            create function watch_job() returns trigger language plpgsql as $$
            declare
                before text := '—';
                after text := '—';
                epoch text := '—';
            begin
                if tg_op <> 'INSERT' then
                    before := old.status || case when old.status = 'Finished' then ' (' || old.outcome || ')' else '' end;
                end if;
                if tg_op <> 'DELETE' then
                    after := new.status || case when new.status = 'Finished' then ' (' || coalesce(new.outcome, 'nothing') || ')' else '' end;
                    epoch := case when tg_op = 'INSERT' then new.epoch::text
                                  when new.epoch = old.epoch then 'same'
                                  else to_char(new.epoch - old.epoch, 'FMSG999') end;
                end if;
                if before <> after or epoch not in ('same', '—') then
                    insert into seen_transition values (before || ' → ' || after || ', epoch ' || epoch) on conflict do nothing;
                elsif tg_op = 'UPDATE' and old.status = 'Finished' and new is distinct from old then
                    insert into seen_wrong (what) values ('the ended job ' || old.id || ' was changed from ' || old || ' to ' || new);
                end if;
                return null;
            end $$;
            create trigger watch_job after insert or update or delete on harvest_job for each row execute function watch_job();

            create function watch_object() returns trigger language plpgsql as $$
            declare
                job harvest_job;
                wrong text;
            begin
                select * into job from harvest_job where id = coalesce(new.harvest_job_id, old.harvest_job_id);
                if tg_op = 'DELETE' then
                    wrong := case when job.status <> 'Finished' then 'was removed from a job that is ' || job.status end;
                elsif tg_op = 'UPDATE' and old.report_status is not null and new.report_status is not null
                      and old.report_status <> new.report_status then
                    wrong := 'ended twice, as ' || old.report_status || ' and ' || new.report_status;
                elsif tg_op = 'UPDATE' and old.report_status is not null and new.report_status is null then
                    wrong := case when old.report_status <> 'cancelled' then 'was opened again after it ended as ' || old.report_status
                                  when job.status <> 'Running' then 'was opened again in a job that is ' || job.status end;
                elsif new.report_status = 'cancelled' then
                    wrong := case when job.status is distinct from 'Finished' then 'was cancelled in a job that is ' || job.status end;
                elsif tg_op = 'INSERT' or new.report_status is distinct from old.report_status or new.state <> old.state then
                    wrong := case when job.status is distinct from 'Running'
                                  then 'was written (' || coalesce(new.report_status, new.state) || ') in a job that is ' || job.status
                                  when new.done_by ~ ' epoch [0-9]+$' and substring(new.done_by from '[0-9]+$')::int <> job.epoch
                                  then 'was ended by ' || new.done_by || ' in epoch ' || job.epoch end;
                end if;
                if wrong is not null then
                    insert into seen_wrong (what) values
                        ('object ' || coalesce(new.id, old.id) || ' of job ' || coalesce(new.harvest_job_id, old.harvest_job_id) || ' ' || wrong
                         || coalesce(' as ' || job.outcome || ' (' || job.reason || ')', ''));
                end if;
                return null;
            end $$;
            create constraint trigger watch_object after insert or update or delete on harvest_object
                deferrable initially deferred for each row execute function watch_object();

            create function watch_size() returns trigger language plpgsql as $$
            declare
                job harvest_job;
            begin
                select j.* into job from harvest_job j where j.source_id = new.id and j.status = 'Finished' and j.outcome = 'aborted'
                   and j.finished = (select max(n.finished) from harvest_job n where n.source_id = new.id);
                if new.last_complete is distinct from old.last_complete and new.last_complete is not null and job.id is not null then
                    insert into seen_wrong (what) values ('the aborted job ' || job.id || ' said how large its source is');
                end if;
                return null;
            end $$;
            create constraint trigger watch_size after update of last_complete on harvest_source
                deferrable initially deferred for each row execute function watch_size();
            """).update();
    }

    /** What was seen that must never be, since the last look. */
    List<String> wrong() {
        return jdbc.sql("with w as (delete from seen_wrong returning id, what) select what from w order by id")
                .query(String.class)
                .list();
    }

    /** How jobs moved so far. */
    Set<String> transitions() {
        return new LinkedHashSet<>(jdbc.sql("select transition from seen_transition order by 1")
                .query(String.class)
                .list());
    }

    /** What holds between any two transactions, whatever runs: at most one open job of a source, and settled jobs add up. */
    List<String> unsound() {
        return jdbc.sql("""
            select 'source ' || source_id || ' has ' || count(*) || ' open jobs' from harvest_job
             where status in ('New', 'Running') group by source_id having count(*) > 1
            union all
            select 'the ended job ' || j.id || ' (' || j.outcome || ') says ' || p.told || ', but its objects are ' || coalesce(o.counted, 'none')
              from harvest_job j
              join (select *, concat_ws(' ', added, updated, unchanged, deleted, errored, cancelled) as told from harvest_job_progress) p on p.job_id = j.id
              left join (select harvest_job_id, count(*) filter (where report_status is null) as open,
                                concat_ws(' ', count(*) filter (where report_status = 'added'), count(*) filter (where report_status = 'updated'),
                                          count(*) filter (where report_status = 'not modified'), count(*) filter (where report_status = 'deleted'),
                                          count(*) filter (where report_status = 'errored'), count(*) filter (where report_status = 'cancelled')) as counted
                           from harvest_object group by 1) o on o.harvest_job_id = j.id
             where j.status = 'Finished' and p.phase = 'ended' and p.thinned is null
               and (o.open > 0 or p.told <> coalesce(o.counted, '0 0 0 0 0 0')
                    or p.listed <> p.added + p.updated + p.unchanged + p.errored + p.cancelled)
            """).query(String.class).list();
    }

    /** What is not over yet. */
    List<String> unsettled() {
        return jdbc.sql("""
            select 'job ' || j.id || ' (' || j.mode || ', epoch ' || j.epoch || ') is ' || j.status || ' in the phase ' || p.phase
                   || ', its listing is ' || p.completeness || ', objects: '
                   || (select coalesce(string_agg(n || ' ' || how, ', '), 'none')
                         from (select count(*) as n, coalesce(report_status, state) as how from harvest_object where harvest_job_id = j.id group by 2) o)
                   || ', orders: '
                   || (select coalesce(string_agg(n || ' ' || how, ', '), 'none')
                         from (select count(*) as n, stage || case when ended is not null then ' ended' when accepted_by is null then ' free'
                                                                   else ' accepted by ' || accepted_by end as how
                                 from harvest_order where job_id = j.id group by 2) o)
                   || ', Batch: '
                   || (select coalesce(string_agg(e.status || ' ' || coalesce(s.step_name || ' ' || s.status, ''), ', ' order by e.job_execution_id, s.step_execution_id), 'none')
                         from batch_job_execution_params a
                         join batch_job_execution e using (job_execution_id)
                         left join batch_step_execution s using (job_execution_id)
                        where a.parameter_value = j.id::text)
              from harvest_job j join harvest_job_progress p on p.job_id = j.id where j.status in ('New', 'Running')
            union all
            select 'job ' || j.id || ' has ended, but is in the phase ' || p.phase
              from harvest_job j join harvest_job_progress p on p.job_id = j.id where j.status = 'Finished' and p.phase <> 'ended'
            union all
            select 'operation ' || id || ' is ' || state from harvest_operation where state in ('waiting', 'running')
            union all
            select 'the ' || o.stage || ' order ' || o.id || ' of job ' || o.job_id || ' is open' from harvest_order o where o.ended is null
            """).query(String.class).list();
    }

    /** Datasets that one side of the database shows and the other does not. */
    List<String> apart() {
        return jdbc.sql("""
            select 'the ledger and the catalogue do not agree on ' || coalesce(r.guid, p.guid) || ' of ' || coalesce(r.source_id, p.harvest_source_id)
              from (select source_id, guid from harvest_record where withdrawn is null and package_id is not null) r
              full join (select harvest_source_id, guid from package where state = 'active') p
                on p.harvest_source_id = r.source_id and p.guid = r.guid
             where r.guid is null or p.guid is null
            """).query(String.class).list();
    }

    /** The transitions that the page on the states of jobs allows. */
    static Set<String> allowed() {
        var page = page();
        var allowed = new LinkedHashSet<String>();
        for (var line : page) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                allowed.add("%s%s → %s%s, epoch %s"
                        .formatted(
                                row.group(1),
                                row.group(2) == null ? "" : " (" + row.group(2) + ")",
                                row.group(3),
                                row.group(4) == null ? "" : " (" + row.group(4) + ")",
                                row.group(5)));
            }
        }
        return allowed;
    }

    private static List<String> page() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            var page = folder.resolve("docs").resolve("job-states.md");
            if (Files.exists(page)) {
                try {
                    return Files.readAllLines(page);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        throw new IllegalStateException("docs/job-states.md is not there");
    }
}

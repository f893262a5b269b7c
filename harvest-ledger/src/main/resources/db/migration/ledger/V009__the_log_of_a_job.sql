-- What an operator wants to read of a job. id, content, level and created are CKAN's columns, and a contract.
create table harvest_log (
    id                bigint generated always as identity primary key,
    content           text not null,
    level             text not null check (level in ('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL')),
    created           timestamptz not null default clock_timestamp(),
    harvest_job_id    uuid,
    harvest_source_id uuid,
    -- the record it is about, if it is about one
    guid              text,
    -- control, gather, fetch, import, sweep or close
    stage             text not null default 'control',
    -- the process that says it; 'database' for what the trigger below says
    room              text not null default 'database'
);
create index harvest_log_by_job on harvest_log (harvest_job_id, id);
create index harvest_log_by_time on harvest_log (created);

-- The moves of a job are said where they are made, so that none is missing, whoever made it: control, an operator's call, or plain SQL.
create function harvest_job_says() returns trigger language plpgsql as $$
declare
    said  text;
    level text := 'INFO';
begin
    if tg_op = 'INSERT' then
        said := format('Asked for by %s: mode %s%s', case new.trigger when 'schedule' then 'the schedule' else new.trigger end,
                       new.mode, case when cardinality(new.guids) > 0 then format(', %s records', cardinality(new.guids)) else '' end);
    elsif new.status = old.status then
        return null;
    elsif new.status = 'Finished' then
        said := format('Ended as %s%s%s', coalesce(new.outcome, 'unknown'), ' by ' || new.ended_by, ': ' || new.reason);
        level := case new.outcome when 'succeeded' then 'INFO' when 'failed' then 'ERROR' else 'WARNING' end;
    elsif old.status = 'Finished' then
        said := format('Runs again, in epoch %s, after it had ended as %s%s', new.epoch, coalesce(old.outcome, 'unknown'), ': ' || old.reason);
    elsif new.status = 'Running' then
        said := format('Started, in epoch %s', new.epoch);
    else
        return null;
    end if;
    insert into harvest_log (content, level, harvest_job_id, harvest_source_id) values (said, level, new.id, new.source_id);
    return null;
end $$;
create trigger harvest_job_says after insert or update of status on harvest_job
    for each row execute function harvest_job_says();

-- Why a run would hold what a dry run found missing: a dry run has no row in harvest_hold, which could be decided on.
alter table harvest_job_progress add column would_hold text;

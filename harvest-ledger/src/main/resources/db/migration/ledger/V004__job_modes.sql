-- Jobs that do not list their source, and jobs that only plan.
alter table harvest_job
    drop constraint harvest_job_mode_check,
    add constraint harvest_job_mode_check
        check (mode in ('incremental', 'full', 'retry', 'record', 'reimport', 'dry_run')),
    -- the records that the job was started for; written with the job and never changed
    add column guids text[] not null default '{}';

-- named: the ledger named the records. That says nothing about what the source has: it is neither complete nor partial.
alter table harvest_job_progress
    drop constraint harvest_job_progress_completeness_check,
    add constraint harvest_job_progress_completeness_check
        check (completeness in ('open', 'complete', 'partial', 'failed', 'named'));

-- What a dry run would change. It goes with its job.
create table harvest_plan (
    job_id     uuid not null references harvest_job (id) on delete cascade,
    guid       text not null,
    action     text not null check (action in ('added', 'updated', 'deleted', 'restored')),
    -- a withdrawal that a run would leave to an operator
    held       boolean not null default false,
    -- null for a dataset that is not there yet
    package_id uuid,
    name       text not null,
    title      text not null,
    -- field: [before, after], cut to a bounded size
    changes    jsonb not null default '{}',
    -- how many fields were cut off
    more       int not null default 0,
    primary key (job_id, guid)
);
comment on column harvest_plan.changes is 'what the dataset would say otherwise: {"field": ["before", "after"]}';

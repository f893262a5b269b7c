-- What is harvested.
create table harvest_source (
    id            uuid primary key,
    name          text not null unique,
    url           text not null,
    normal_url    text not null,
    title         text not null default '',
    type          text not null,
    config        text not null default '{}',
    active        boolean not null default true,
    frequency     text not null default 'MANUAL',
    next_run      timestamptz,
    owner_org     text,
    created       timestamptz not null default now(),
    -- how many records the last complete listing named: the measure of law 5
    last_complete bigint,
    constraint one_source_per_url_and_config unique (type, normal_url, config)
);

-- One run over a source. Nothing but the start, the resume and the end of a job writes this row: it is what law 3 guards.
create table harvest_job (
    id              uuid primary key,
    source_id       uuid not null references harvest_source (id),
    created         timestamptz not null default now(),
    gather_started  timestamptz,
    gather_finished timestamptz,
    finished        timestamptz,
    status          text not null default 'New' check (status in ('New', 'Running', 'Finished')),
    epoch           int not null default 0,
    outcome         text check (outcome in ('succeeded', 'with_errors', 'held', 'failed', 'aborted')),
    reason          text,
    trigger         text not null default 'api',
    mode            text not null default 'incremental' check (mode in ('incremental', 'full')),
    ended_by        text
);
create unique index one_open_job_per_source on harvest_job (source_id) where status in ('New', 'Running');
create index harvest_job_by_source on harvest_job (source_id, created desc);

-- Operators finish jobs by SQL when nothing else helps. Such a statement must work, must fence the workers and must not touch history.
create function harvest_job_finished_by_sql() returns trigger language plpgsql as $$
begin
    if old.status = 'Finished' and new.status = 'Finished' and new.epoch = old.epoch then
        return old;
    end if;
    if new.status = 'Finished' and new.ended_by is null then
        new.ended_by := 'sql';
        new.outcome := coalesce(new.outcome, 'aborted');
        new.reason := coalesce(new.reason, 'finished by an SQL statement');
        new.finished := coalesce(new.finished, now());
    end if;
    return new;
end $$;
create trigger harvest_job_finished_by_sql before update of status, finished on harvest_job
    for each row execute function harvest_job_finished_by_sql();

-- What moves while a job runs; never in the guarded row.
create table harvest_job_progress (
    job_id        uuid primary key,
    phase         text not null default 'harvest',
    cursor        text not null default '',
    gather_order  uuid,
    completeness  text not null default 'open' check (completeness in ('open', 'complete', 'partial', 'failed')),
    -- a page showed that the listing misses records; stays true
    gaps          boolean not null default false,
    listing_mode  text not null default '',
    expected      bigint,
    pages         int not null default 0,
    resumed       boolean not null default false,
    listed        bigint not null default 0,
    duplicates    bigint not null default 0,
    unchanged     bigint not null default 0,
    -- written when the job has ended; until then they are summed from its orders
    added         bigint not null default 0,
    updated       bigint not null default 0,
    deleted       bigint not null default 0,
    errored       bigint not null default 0,
    cancelled     bigint not null default 0,
    held          bigint not null default 0,
    requests      bigint not null default 0,
    bytes         bigint not null default 0,
    heartbeat     timestamptz not null default now()
) with (fillfactor = 50);

create index harvest_job_progress_not_settled on harvest_job_progress (job_id) where phase <> 'ended';

-- One record in one job. No index on a column that changes except current; see the design for the price of each.
create table harvest_object (
    id                     uuid primary key,
    guid                   text not null,
    current                boolean not null default false,
    state                  text not null default 'WAITING' check (state in ('WAITING', 'FETCH', 'IMPORT', 'COMPLETE', 'ERROR')),
    harvest_job_id         uuid not null,
    harvest_source_id      uuid not null,
    package_id             uuid,
    report_status          text check (report_status in ('added', 'updated', 'not modified', 'deleted', 'errored', 'cancelled')),
    gathered               timestamptz not null default now(),
    fetch_started          timestamptz,
    fetch_finished         timestamptz,
    import_started         timestamptz,
    import_finished        timestamptz,
    metadata_modified_date text,
    retry_times            int not null default 0,
    host                   text not null,
    fetch_url              text,
    document_hash          bytea,
    revision               text,
    validator              text,
    attempt                int not null default 1,
    done_by                text
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
create unique index harvest_object_of_job on harvest_object (harvest_job_id, guid);
create index harvest_object_in_order on harvest_object (harvest_job_id, id);
create index harvest_object_current on harvest_object (package_id) where current;

-- What we hold of each source: compared with, and outlives job history.
create table harvest_record (
    source_id      uuid not null,
    guid           text not null,
    package_id     uuid,
    document_hash  bytea,
    content_hash   text,
    hash_version   int,
    reader_version int,
    revision       text,
    validator      text,
    fetch_url      text,
    fetched        timestamptz,
    last_seen      timestamptz not null default now(),
    withdrawn      timestamptz,
    primary key (source_id, guid)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

-- Documents once per content; deflated by us, because the server's own compression costs three times as much.
create table harvest_document (
    hash      bytea primary key,
    content   bytea not null,
    size      int not null,
    last_seen timestamptz not null default now()
);
alter table harvest_document alter column content set storage external;

-- Outbox and lease in one: a piece of work, who has it, and what came of it.
create table harvest_order (
    id          uuid primary key,
    job_id      uuid not null,
    epoch       int not null,
    stage       text not null check (stage in ('gather', 'fetch', 'import')),
    source_id   uuid not null,
    host        text not null default '',
    object_ids  uuid[] not null default '{}',
    attempt     int not null default 1,
    created     timestamptz not null default now(),
    sent        timestamptz,
    accepted_by text,
    accepted    timestamptz,
    ended       timestamptz,
    followed    boolean not null default false,
    added       int not null default 0,
    updated     int not null default 0,
    unchanged   int not null default 0,
    errored     int not null default 0
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
create index harvest_order_open on harvest_order (job_id) where ended is null;
create index harvest_order_of_job on harvest_order (job_id, stage);
create index harvest_order_unfollowed on harvest_order (job_id) where stage = 'fetch' and not followed;

-- One budget per remote host over all jobs and processes. The row with an empty holder is the host; the others are who holds slots of it.
create table harvest_host (
    host         text not null,
    holder       text not null default '',
    epoch        bigint not null default 0,
    slots        int not null default 0,
    next_allowed timestamptz not null default now(),
    delay        int not null default 0,
    breaker      text not null default 'closed',
    beat         timestamptz not null default now(),
    primary key (host, holder)
) with (fillfactor = 50);
comment on column harvest_host.delay is 'rest between two requests, in milliseconds';
comment on column harvest_host.slots is 'in the host row: how many requests at once are allowed; in a holder row: how many of them it holds';

create table harvest_worker (
    id      text primary key,
    room    text not null,
    pid     bigint not null,
    started timestamptz not null default now(),
    beat    timestamptz not null default now()
) with (fillfactor = 50);

create table control_lease (
    name   text primary key,
    holder text not null,
    epoch  bigint not null,
    beat   timestamptz not null default now()
) with (fillfactor = 50);

create table harvest_gather_error (
    id             bigint generated always as identity primary key,
    harvest_job_id uuid not null,
    message        text not null,
    kind           text not null,
    line           int,
    url            text,
    created        timestamptz not null default now()
);
create index harvest_gather_error_of_job on harvest_gather_error (harvest_job_id, id);

create table harvest_object_error (
    id                bigint generated always as identity primary key,
    harvest_object_id uuid not null,
    harvest_job_id    uuid not null,
    message           text not null,
    stage             text not null default 'Fetch' check (stage in ('Fetch', 'Import', 'Validation')),
    kind              text not null,
    line              int,
    url               text,
    created           timestamptz not null default now()
);
create index harvest_object_error_of_job on harvest_object_error (harvest_job_id, id);

-- A withdrawal that waits for an operator: why, with the figures of that moment, and what was decided. It goes with the history of its job.
create table harvest_hold (
    job_id        uuid primary key references harvest_job (id) on delete cascade,
    source_id     uuid not null,
    rule          text not null check (rule in ('empty', 'identifiers', 'halved', 'large_share', 'most')),
    reason        text not null,
    listed        bigint not null,
    last_complete bigint not null,
    live_before   bigint not null,
    missing       bigint not null,
    appeared      bigint not null,
    created       timestamptz not null default now(),
    decision      text check (decision in ('approved', 'rejected')),
    decided_by    text,
    decided       timestamptz,
    note          text,
    check ((decision is null) = (decided is null))
);
create index harvest_hold_decided on harvest_hold (source_id, decided desc) where decided is not null;

-- Its plan: which records would go, as they were then. An approval withdraws these and no others.
create table harvest_held (
    job_id        uuid not null references harvest_hold (job_id) on delete cascade,
    guid          text not null,
    package_id    uuid not null,
    document_hash bytea,
    content_hash  text,
    primary key (job_id, guid)
);

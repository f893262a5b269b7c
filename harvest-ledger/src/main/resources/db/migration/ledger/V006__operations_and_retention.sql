-- Work on a whole source that takes longer than a request may: the leader does it in batches, and the next leader goes on with it.
create table harvest_operation (
    id        uuid primary key,
    kind      text not null check (kind in ('clear', 'clear_history', 'delete_source')),
    source_id uuid not null references harvest_source (id),
    options   jsonb not null default '{}',
    state     text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
    -- how many rows it has to look at; null until it has begun
    total     bigint,
    done      bigint not null default 0,
    -- where it goes on, in the words of its kind
    position  text not null default '',
    created   timestamptz not null default now(),
    started   timestamptz,
    finished  timestamptz,
    asked_by  text not null,
    reason    text
) with (fillfactor = 50);
create unique index one_open_operation_per_source on harvest_operation (source_id) where state in ('waiting', 'running');

-- The open operation of a source. It stands in the row that a starting job locks, so that neither can slip past the other.
alter table harvest_source add column operation uuid;

-- Since when nothing is left of an ended job but its row, its counts and those of its objects that datasets were made from.
alter table harvest_job_progress add column thinned timestamptz;

-- The document before the present one: it is kept too.
alter table harvest_record add column previous_hash bytea;

-- What operators want of a worker, and what it does about it.
alter table harvest_worker
    add column host     text not null default '',
    add column draining boolean not null default false,
    add column wanted   text check (wanted in ('drain', 'restart'));

-- A lost message is no failure of the order: the same order is sent again. An attempt that a worker began and did not end is one.
alter table harvest_order
    add column sends   int not null default 0,
    -- when the message goes out again unless the order is accepted; null: by the time it was sent
    add column due     timestamptz,
    -- when the last attempt that an order has was really begun: what only waited in a worker that died was not the cause
    add column begun   timestamptz,
    -- how the attempt failed, in words; the order waits for its repetition
    add column failure text;

alter table harvest_job_progress
    -- since when a job that was resumed runs: its first start may be long ago
    add column reopened     timestamptz,
    -- how many pages had been turned when the present gather order went out: an attempt that turned one did not fail
    add column gather_pages int not null default 0;

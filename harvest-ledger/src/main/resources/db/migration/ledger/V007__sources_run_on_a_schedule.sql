-- When a source runs, beside its frequency and its next_run.
alter table harvest_source
    -- such as 'Mon-Fri 08:00-18:00 Europe/London': the scheduler starts nothing meanwhile
    add column quiet_hours    text[] not null default '{}',
    -- what the due times are counted from
    add column anchor         timestamptz,
    -- a due source waits for the end of its quiet hours
    add column quiet_until    timestamptz,
    -- how many of its jobs have failed in a row, and when the next try is, unless next_run comes first
    add column failures       int not null default 0,
    add column retry_at       timestamptz,
    -- the end of the newest job that has been looked at for this
    add column judged         timestamptz,
    -- paused by the system; an edit ends the pause
    add column paused         timestamptz,
    add column paused_because text;
create index harvest_source_due on harvest_source (least(next_run, retry_at)) where next_run is not null;

-- The HTTP status that a refused listing was answered with: 401 and 403 are not tried again.
alter table harvest_gather_error add column status int;

-- Where this database belongs: the scheduler of a control process that says otherwise stays off.
create table harvest_environment (
    only_row boolean primary key default true check (only_row),
    name     text not null,
    stated   timestamptz not null default now()
);

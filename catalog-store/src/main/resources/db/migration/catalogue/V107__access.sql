-- Who may do what: a token is kept as its hash only.
create table api_token (
    id         uuid primary key,
    name       text not null check (length(name) between 1 and 100),
    -- SHA-256, hexadecimal, of the whole token.
    hash       text not null unique check (hash ~ '^[0-9a-f]{64}$'),
    role       text not null check (role in ('sysadmin', 'admin', 'editor', 'reader')),
    publisher  uuid references organization,
    scope      text not null default 'all' check (scope in ('all', 'operate', 'read')),
    created    timestamptz not null default now(),
    created_by text not null,
    expires    timestamptz,
    last_used  timestamptz,
    revoked    timestamptz,
    revoked_by text,
    check ((role in ('admin', 'editor')) = (publisher is not null)),
    check ((revoked is null) = (revoked_by is null))
);

-- The name of a token that was revoked is free again.
create unique index api_token_name on api_token (name) where revoked is null;

-- Who did what, and who was refused what. Rows are added and, when they are old, deleted; never changed.
create table audit_event (
    -- In the order of time.
    id             uuid primary key,
    at             timestamptz not null,
    -- The token's name as it was; the id outlives it. Null for the system, for the admin token and for nobody.
    token_id       uuid,
    who            text not null,
    role           text check (role in ('sysadmin', 'admin', 'editor', 'reader')),
    action         text not null,
    target_kind    text,
    target_id      text,
    detail         jsonb not null default '{}',
    outcome        text not null check (outcome in ('done', 'refused', 'failed')),
    request_id     text not null,
    remote_address text,
    check ((target_kind is null) = (target_id is null))
) with (autovacuum_vacuum_scale_factor = 0.02);

create index audit_event_at on audit_event (at);
create index audit_event_target on audit_event (target_id, id) where target_id is not null;

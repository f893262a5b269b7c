-- One sequence for all: of two versions of a package the later has the higher revision, and an index may refuse the lower.
create sequence package_revision as bigint;

create table package (
    id                uuid primary key,
    -- "C", so that the unique index also answers "names that begin with".
    name              text collate "C" not null unique check (length(name) between 2 and 100),
    title             text not null,
    url               text,
    notes             text not null default '',
    version           text,
    license_id        text,
    type              text not null default 'dataset',
    owner_org         uuid references organization,
    state             text not null default 'active' check (state in ('active', 'draft', 'deleted')),
    private           boolean not null default false,
    metadata_created  timestamptz not null,
    metadata_modified timestamptz not null,
    -- Who took it out of the catalogue: a harvest may restore what a harvest withdrew, never what an operator withdrew.
    withdrawn_by      text check (withdrawn_by in ('harvest', 'operator')),
    withdrawn_reason  text,
    withdrawn         timestamptz,
    harvest_source_id uuid,
    harvest_object_id uuid,
    guid              text,
    -- The whole package as package_show gives it; the columns above are what SQL and constraints need of it.
    dataset           jsonb not null,
    revision          bigint not null,
    check ((state = 'deleted') = (withdrawn_by is not null))
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

-- No index on a column that an ordinary update changes, so that updates stay HOT.
create unique index package_of_record on package (harvest_source_id, guid) where harvest_source_id is not null;
create index package_of_publisher on package (owner_org) where owner_org is not null;

create table resource (
    id                uuid primary key,
    package_id        uuid not null references package on delete cascade,
    position          int not null,
    url               text not null,
    name              text,
    description       text not null default '',
    format            text not null default '',
    mimetype          text,
    extras            jsonb not null default '{}',
    state             text not null default 'active',
    created           timestamptz not null,
    metadata_modified timestamptz not null
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

create index resource_of_package on resource (package_id);

-- The highest suffix given to a name that was taken: the ten-thousandth "roads" asks one row, not ten thousand names.
create table package_name_suffix (
    stem text collate "C" primary key,
    last int not null
);

-- What the search index holds of each package, by generation of the index. A rebuild fills a new generation beside the one that serves.
create table index_generation (
    generation int primary key,
    state      text not null check (state in ('building', 'serving', 'retired')),
    created    timestamptz not null default now()
);
create unique index index_generation_serving on index_generation (state) where state = 'serving';
insert into index_generation (generation, state) values (1, 'serving');

-- No foreign key to package: the row of a purged package is the tombstone that the index still has to be told.
create table package_index (
    generation       int not null references index_generation,
    package_id       uuid not null,
    revision         bigint not null,
    indexed_revision bigint not null default 0,
    -- Since when the index is behind; meaningless when it is not.
    changed          timestamptz not null default now(),
    -- Why the index refused this revision: it is not offered again until the package changes.
    refusal          text,
    primary key (generation, package_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

-- Only what is pending is indexed: in a quiet catalogue this index is empty, whatever the number of packages.
create index package_index_pending on package_index (generation, revision) where indexed_revision < revision and refusal is null;
create index package_index_refused on package_index (generation) where refusal is not null;

-- Publishers, in CKAN's words organizations: what package.owner_org names.
create table organization (
    id          uuid primary key,
    name        text collate "C" not null unique,
    title       text not null,
    description text not null default '',
    image_url   text not null default '',
    created     timestamptz not null default now(),
    state       text not null default 'active' check (state in ('active', 'deleted'))
);

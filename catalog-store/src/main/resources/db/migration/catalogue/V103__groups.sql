-- Groups of datasets by theme, in CKAN's words groups. "group" is a word of SQL.
create table package_group (
    id          uuid primary key,
    name        text collate "C" not null unique check (length(name) between 2 and 100),
    title       text not null,
    description text not null default '',
    image_url   text not null default '',
    created     timestamptz not null default now(),
    state       text not null default 'active' check (state in ('active', 'deleted'))
);

-- Which packages a group has; the package's own dict names its groups too.
create table package_group_member (
    package_id uuid not null references package on delete cascade,
    group_id   uuid not null references package_group on delete cascade,
    primary key (package_id, group_id)
);

create index package_group_member_of_group on package_group_member (group_id);

-- A deleted source keeps its row: its datasets stay, and the same source added again must know which of them are its own.
alter table harvest_source
    add column notes   text not null default '',
    -- raised with each edit: what an editor has seen
    add column version int not null default 1,
    add column deleted timestamptz;

-- The name of a deleted source is free again; its type, URL and configuration bring it back.
alter table harvest_source drop constraint harvest_source_name_key;
create unique index harvest_source_name on harvest_source (name) where deleted is null;

-- The story of one record asks for the errors of single objects.
create index harvest_object_error_of_object on harvest_object_error (harvest_object_id);

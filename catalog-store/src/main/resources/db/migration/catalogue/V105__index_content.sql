-- Which form of documents a generation of the index holds: when a newer form is to be held, all packages are told to the index again.
alter table index_generation add column content int not null default 1;

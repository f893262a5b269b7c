-- What was answered to a request that carried a key: the same request gets the same answer again, and starts nothing twice.
create table harvest_request_key (
    key     text primary key,
    request text not null,
    answer  text,
    created timestamptz not null default now()
);
create index harvest_request_key_by_age on harvest_request_key (created);

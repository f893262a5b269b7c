-- By whom: the name of the token. trigger and ended_by stay the few words that scripts look for (api, schedule; api, control, sql).
alter table harvest_job
    add column asked_by   text,
    add column aborted_by text;

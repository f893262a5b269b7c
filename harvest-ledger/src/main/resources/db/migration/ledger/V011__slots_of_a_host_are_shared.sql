alter table harvest_host add waiting_since timestamptz;
comment on column harvest_host.waiting_since is 'in a holder row: since when it wants more slots than it has; null when it has what it wants';

-- What people can ask a publisher at, and what kind of body it is: CKAN's clients read these beside the name.
alter table organization
    add column category      text,
    add column contact_name  text,
    add column contact_email text,
    add column contact_phone text,
    add column foi_name      text,
    add column foi_email     text,
    add column foi_phone     text,
    add column foi_web       text;

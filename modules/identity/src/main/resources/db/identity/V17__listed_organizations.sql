-- Operators list organizations by name, in byte order, so that a range of the index is a prefix; and make them by requests
-- that may come twice.
alter table organization
  add column name_key text collate "C" not null generated always as (lower(name)) stored,
  add column request_key text,
  add column request_digest text,
  add check ((request_key is null) = (request_digest is null));
create index organization_by_name on organization (name_key, id);
create unique index organization_request on organization (request_key) where request_key is not null;

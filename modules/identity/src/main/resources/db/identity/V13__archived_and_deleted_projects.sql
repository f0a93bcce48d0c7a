-- An archived project can be looked at and begins nothing new. One that is being deleted does not exist any more for
-- anybody but the deletion, and has given its name back.
alter table project
  add column archived_at timestamptz,
  add column archived_by text,
  add column deleting    boolean not null default false,
  add constraint project_archived_by_somebody check ((archived_at is null) = (archived_by is null));
create index project_archived on project (id) where archived_at is not null;

-- A deletion with all data, and the record that it was done. No foreign key, and an id that is never used again.
create table project_deletion (
  id              uuid primary key,
  organization_id uuid        not null,
  project_id      uuid        not null unique,
  name            text        not null,
  requested_by    text        not null,
  requested_at    timestamptz not null,
  part            text,
  -- where the part goes on, and whether this round has found anything yet
  place           text,
  found           boolean     not null default false,
  deleted         bigint      not null default 0,
  failure         text,
  worker          uuid,
  next_at         timestamptz not null,
  finished_at     timestamptz
);
create index project_deletion_open on project_deletion (next_at) where finished_at is null;
create index project_deletion_done on project_deletion (finished_at) where finished_at is not null;
create index project_deletion_of_organization on project_deletion (organization_id, id);

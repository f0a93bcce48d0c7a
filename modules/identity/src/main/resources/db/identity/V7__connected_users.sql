-- Whose signature makes a user token of a project: a public key, or an address where the public keys are. Private keys are
-- never here. Revoked ones stay as a record. A change is another key: rows are only added and revoked.
create table signing_key (
  id                 uuid primary key,
  organization_id    uuid        not null,
  project_id         uuid        not null,
  name               text        not null,
  kind               text        not null check (kind in ('generated', 'pem', 'jwks', 'firebase', 'auth0')),
  public_key         text,
  source             text,
  key_set_url        text,
  issuer             text,
  audience           text,
  created_by         text        not null,
  created_at         timestamptz not null,
  revoked_at         timestamptz,
  revoked_by         text,
  idempotency_key    text,
  idempotency_digest text,
  foreign key (project_id, organization_id) references project (id, organization_id),
  check ((public_key is null) <> (key_set_url is null)),
  check ((source is null) = (key_set_url is null)),
  check ((revoked_at is null) = (revoked_by is null)),
  check ((idempotency_key is null) = (idempotency_digest is null))
);
create index signing_key_of_project on signing_key (project_id, id) where revoked_at is null;
create unique index signing_key_idempotency on signing_key (project_id, idempotency_key)
  where idempotency_key is not null;

-- The last good answer of each address, for a replica that starts while the issuer is down. All of it is public.
create table key_set (
  url        text primary key,
  document   text        not null,
  fetched_at timestamptz not null
);

-- A user of a customer. What is searched is kept in lower case beside what is shown, ordered by bytes, so that a prefix is a
-- range of an index whatever the database's locale is.
create table connected_user (
  id              uuid primary key,
  organization_id uuid        not null,
  project_id      uuid        not null,
  external_id     text        not null,
  metadata        text        not null default '{}',
  name            text,
  email           text,
  external_id_key text        collate "C" not null,
  name_key        text        collate "C",
  email_key       text        collate "C",
  status          text        not null check (status in ('active', 'disabled', 'deleting')),
  created_at      timestamptz not null,
  last_active_at  timestamptz not null,
  unique (project_id, external_id),
  foreign key (project_id, organization_id) references project (id, organization_id)
);
create index connected_user_activity on connected_user (project_id, last_active_at, id);
create index connected_user_status on connected_user (project_id, status, last_active_at, id);
create index connected_user_external_id_key on connected_user (project_id, external_id_key, id);
create index connected_user_name_key on connected_user (project_id, name_key, id) where name_key is not null;
create index connected_user_email_key on connected_user (project_id, email_key, id) where email_key is not null;

-- A deletion with all data, and the record that it was done. Nothing that tells who the user was: no foreign key, and an
-- id that is never used again.
create table connected_user_deletion (
  id              uuid primary key,
  organization_id uuid        not null,
  project_id      uuid        not null,
  user_id         uuid        not null unique,
  requested_by    text        not null,
  requested_at    timestamptz not null,
  part            text,
  deleted         bigint      not null default 0,
  failure         text,
  worker          uuid,
  next_at         timestamptz not null,
  finished_at     timestamptz,
  foreign key (project_id, organization_id) references project (id, organization_id)
);
create index connected_user_deletion_open on connected_user_deletion (next_at) where finished_at is null;
create index connected_user_deletion_done on connected_user_deletion (finished_at) where finished_at is not null;
create index connected_user_deletion_of_project on connected_user_deletion (project_id, id);

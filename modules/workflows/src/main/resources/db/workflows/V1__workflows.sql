-- A workflow and its draft. Deleting one only marks it: executions go on reading its versions.
create table workflow (
  id               uuid primary key,
  project_id       uuid        not null,
  name             text        not null,
  revision         bigint      not null check (revision > 0),
  definition       json        not null,
  deployed_version int,
  -- counts deploys, undeploys and the deletion, so that caches know which news is newer
  deploy_sequence  bigint      not null default 0,
  created_at       timestamptz not null,
  created_by       text        not null,
  updated_at       timestamptz not null,
  updated_by       text        not null,
  deleted_at       timestamptz,
  check (deleted_at is null or deployed_version is null)
);
create unique index workflow_name on workflow (project_id, name) where deleted_at is null;
create index workflow_list on workflow (project_id, id) where deleted_at is null;

-- What was deployed. Never changed, never deleted.
create table workflow_version (
  workflow_id uuid        not null references workflow (id),
  version     int         not null check (version > 0),
  name        text        not null,
  definition  json        not null,
  created_at  timestamptz not null,
  created_by  text        not null,
  primary key (workflow_id, version)
);
alter table workflow add foreign key (id, deployed_version) references workflow_version (workflow_id, version);

create table idempotency_key (
  owner      uuid        not null,
  key        text        not null,
  request    bytea       not null,
  answer     text        not null,
  created_at timestamptz not null,
  primary key (owner, key)
);
create index idempotency_key_age on idempotency_key (created_at);

-- A draft may be incomplete or wrong while somebody works on it: how many problems its last save found.
alter table workflow add column problem_count int not null default 0;

-- A version can be saved, and named, without being deployed. What it contains never changes.
alter table workflow_version
  add column label         text,
  add column description   text,
  -- of the draft that it was made of; null where that was not kept yet
  add column revision      bigint,
  add column problem_count int not null default 0,
  -- when it was deployed first; null when it never was, so that no execution has it. Replicas of
  -- the release before only write versions that they deploy, and do not know the column.
  add column deployed_at   timestamptz default now();
update workflow_version set deployed_at = created_at;

-- Who let which version run, and when; without a version: who took it out of service.
create table deployment (
  workflow_id uuid        not null references workflow (id),
  sequence    bigint      not null,
  version     int,
  deployed_at timestamptz not null,
  deployed_by text        not null,
  primary key (workflow_id, sequence),
  foreign key (workflow_id, version) references workflow_version (workflow_id, version)
);
-- What is deployed already: who made the version let it run.
insert into deployment (workflow_id, sequence, version, deployed_at, deployed_by)
select w.id, w.deploy_sequence, v.version, v.created_at, v.created_by
from workflow w
join workflow_version v on v.workflow_id = w.id and v.version = w.deployed_version;

create table app_event (
  project_id  uuid        not null,
  name        text        not null,
  revision    bigint      not null check (revision > 0),
  description text,
  -- what a payload looks like, and the JSON Schema that was inferred from it
  example     json        not null,
  schema      json        not null,
  created_at  timestamptz not null,
  created_by  text        not null,
  updated_at  timestamptz not null,
  updated_by  text        not null,
  primary key (project_id, name)
);

-- Which app events definitions name. Version 0 is the draft.
create table event_use (
  project_id  uuid not null,
  name        text not null,
  workflow_id uuid not null references workflow (id),
  version     int  not null check (version >= 0),
  primary key (workflow_id, version, name)
);
create index event_use_name on event_use (project_id, name);

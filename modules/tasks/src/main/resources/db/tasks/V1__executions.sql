-- One row per process that may own executions. An epoch is used once.
create table replica (
  epoch bigint generated always as identity primary key,
  node text not null,
  started_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default now()
);

-- The largest fencing token that wrote as leader of a name.
create table leader_fence (
  name text primary key,
  token bigint not null
);

-- Accepted and not ended. Rows are inserted and deleted, in the normal case never updated.
-- state: 0 queued, 1 running (owned by epoch), 2 waiting (until wake_at)
create table open_execution (
  project_id uuid not null,
  id uuid not null,
  workflow_id uuid not null,
  version integer not null,
  trigger_kind smallint not null,
  state smallint not null,
  epoch bigint not null,
  wake_at timestamptz,
  replay_of uuid,
  input bytea not null,
  primary key (project_id, id)
) with (toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 2000);

create index open_execution_queued on open_execution (id) where state = 0;
create index open_execution_waiting on open_execution (wake_at) where state = 2;

-- What ended in an open execution, as far as it had to be durable before the execution went on.
create table step_journal (
  execution_id uuid not null,
  seq integer not null,
  epoch bigint not null,
  records bytea not null,
  primary key (execution_id, seq)
) with (toast_tuple_target = 8160);

-- Ended executions. status: 3 succeeded, 4 failed, 5 cancelled
create table execution_history (
  project_id uuid not null,
  id uuid not null,
  workflow_id uuid not null,
  version integer not null,
  trigger_kind smallint not null,
  status smallint not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  task_count integer not null,
  replay_of uuid,
  input bytea not null,
  records bytea not null,
  error bytea,
  primary key (project_id, id)
) with (toast_tuple_target = 8160);

-- First answers of POST requests that carried an idempotency key.
create table idempotency_key (
  project_id uuid not null,
  operation text not null,
  key text not null,
  request_hash bytea not null,
  result text not null,
  created_at timestamptz not null default now(),
  primary key (project_id, operation, key)
);

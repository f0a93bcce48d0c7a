-- Ended executions with their data, until they are packed into a segment of the blob store. Those of an older version
-- start here.
alter table execution_history rename to ended_execution;
alter index execution_history_pkey rename to ended_execution_pkey;
alter table ended_execution set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 2000);

-- The archive takes the oldest first.
create index ended_execution_id on ended_execution (id);

-- Ended executions whose data is in a segment: block_offset and block_length are the block's place in the segment,
-- block_index is the execution's place in the block. Partitions are days of ids, named execution_history_yyyymmdd and
-- made ahead; what has none goes to the default one.
create table execution_history (
  project_id uuid not null,
  id uuid not null,
  workflow_id uuid not null,
  segment uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  block_offset bigint not null,
  block_length integer not null,
  block_index integer not null,
  version integer not null,
  task_count integer not null,
  trigger_kind smallint not null,
  status smallint not null,
  replay_of uuid,
  primary key (project_id, id)
) partition by range (id);

-- Rows come nearly in the order of their ids, so that this costs next to nothing: it answers "which of these exist?"
-- without knowing their projects.
create index execution_history_id on execution_history using brin (id) with (pages_per_range = 16, autosummarize = on);

create table execution_history_default partition of execution_history default;

-- Segments that history rows refer to; written in the same transaction as they are.
create table history_segment (
  id uuid primary key,
  day date not null,
  bytes bigint not null,
  executions integer not null,
  created_at timestamptz not null
);

create index history_segment_day on history_segment (day);

-- When rare work of the leader was done last.
create table history_upkeep (
  name text primary key,
  done_at timestamptz not null
);

-- Segments that were written again without the executions of a project that is deleted, until their blobs are gone.
create table discarded_segment (
  id uuid primary key,
  day date not null,
  project_id uuid not null
);
create index discarded_segment_project on discarded_segment (project_id);

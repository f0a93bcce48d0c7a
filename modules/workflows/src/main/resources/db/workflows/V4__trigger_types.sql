-- Lists say what starts a workflow without reading its definition, which may have a MiB.
alter table workflow
  add column trigger_type     text,
  -- the revision of the draft whose trigger it is. Replicas of the release before change drafts
  -- and do not know the columns; the next save tells.
  add column trigger_revision bigint;
-- Json functions refuse some escapes that a wrong draft may have; there the next save tells, too.
update workflow
set trigger_type = substring(definition #>> '{trigger,type}' from '^[a-zA-Z][a-zA-Z0-9-]{0,31}$'),
  trigger_revision = revision
where position('\u' in cast(definition as text)) = 0;

-- What other modules are to be told, from the commit until it is delivered.
create table outbox (
  number     bigint      generated always as identity primary key,
  id         uuid        not null unique,
  name       text        not null,
  payload    json        not null,
  created_at timestamptz not null default now(),
  attempts   int         not null default 0,
  due_at     timestamptz not null default now()
);

-- Where each organization's log ends, and how far it is archived. The hashes begin with 32 zero bytes.
create table audit_chain (
  organization_id   uuid   primary key,
  sequence          bigint not null default 0,
  hash              bytea  not null default decode(repeat('00', 32), 'hex') check (octet_length(hash) = 32),
  archived_sequence bigint not null default 0,
  archived_hash     bytea  not null default decode(repeat('00', 32), 'hex') check (octet_length(archived_hash) = 32),
  -- the last entry of a segment that is being archived
  archiving_until   bigint,
  check (archived_sequence <= sequence),
  check (archiving_until > archived_sequence and archiving_until <= sequence)
);

create function refuse_shorter_audit_chain() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.organization_id = old.organization_id
    and new.sequence >= old.sequence and new.archived_sequence >= old.archived_sequence
    and (new.sequence > old.sequence or new.hash = old.hash)
    and (new.archived_sequence > old.archived_sequence or new.archived_hash = old.archived_hash) then
    return new;
  end if;
  raise exception 'audit_chain only grows' using errcode = 'restrict_violation';
end
$$;
create trigger audit_chain_only_grows before update or delete on audit_chain
  for each row execute function refuse_shorter_audit_chain();
create trigger audit_chain_is_not_truncated before truncate on audit_chain
  for each statement execute function refuse_shorter_audit_chain();

-- The log. The text of an entry is what its hash is of, together with the hash of the entry before; the other columns are
-- made of it, so that it can be searched. No foreign keys: it outlives what it tells of.
create table audit_entry (
  organization_id uuid        not null,
  sequence        bigint      not null check (sequence > 0),
  id              uuid        not null unique,
  entry           json        not null,
  hash            bytea       not null check (octet_length(hash) = 32),
  recorded_at     timestamptz not null default now(),
  at              text        not null generated always as (entry ->> 'at') stored,
  actor           text        not null generated always as (entry ->> 'actor') stored,
  action          text        not null generated always as (entry ->> 'action') stored,
  project         text        generated always as (entry ->> 'project') stored,
  target_type     text        generated always as (entry ->> 'targetType') stored,
  target_id       text        generated always as (entry ->> 'targetId') stored,
  primary key (organization_id, sequence)
);
create index audit_entry_actor on audit_entry (organization_id, actor, sequence);
create index audit_entry_action on audit_entry (organization_id, action collate "C", sequence);
create index audit_entry_target on audit_entry (organization_id, target_id, sequence);
create index audit_entry_at on audit_entry (organization_id, at collate "C", sequence);

create function refuse_change_of_audit_entry() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.recorded_at < now() - interval '30 days' and exists (
      select 1 from identity.audit_chain c
      where c.organization_id = old.organization_id and c.archived_sequence >= old.sequence) then
    return old;
  end if;
  raise exception 'audit_entry is append-only' using errcode = 'restrict_violation';
end
$$;
create trigger audit_entry_is_append_only before update or delete on audit_entry
  for each row execute function refuse_change_of_audit_entry();
create trigger audit_entry_is_not_truncated before truncate on audit_entry
  for each statement execute function refuse_change_of_audit_entry();

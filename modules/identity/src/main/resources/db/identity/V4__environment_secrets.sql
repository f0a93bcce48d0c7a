-- A new value is another item of the vault. The fingerprint is random: it only says that the value was set again.
create table environment_secret (
  project_id    uuid        not null,
  name          text        not null check (name ~ '^[A-Z][A-Z0-9_]{0,63}$'),
  vault_item_id uuid        not null unique,
  fingerprint   text        not null,
  created_by    text        not null,
  created_at    timestamptz not null,
  changed_by    text        not null,
  changed_at    timestamptz not null,
  primary key (project_id, name),
  foreign key (vault_item_id, project_id) references vault_item (id, project_id)
);

-- Who has read which secrets, and why: one row for all reads of the same secrets in about a second. Rows are added, never
-- changed, and deleted only when they are a year old. No foreign keys: it outlives what it tells of.
create table secret_access (
  id              uuid primary key,
  organization_id uuid        not null,
  project_id      uuid        not null,
  names           text[]      not null,
  used_by         text[]      not null,
  first_at        timestamptz not null,
  last_at         timestamptz not null
);
create index secret_access_of_project on secret_access (project_id, last_at);
create index secret_access_age on secret_access (last_at);

create function refuse_change_of_secret_access() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.last_at < now() - interval '365 days' then
    return old;
  end if;
  raise exception 'secret_access is append-only' using errcode = 'restrict_violation';
end
$$;
create trigger secret_access_is_append_only before update or delete on secret_access
  for each row execute function refuse_change_of_secret_access();
create trigger secret_access_is_not_truncated before truncate on secret_access
  for each statement execute function refuse_change_of_secret_access();

-- Keys of the vault under which something was written, in the order in which they came into use. The keys themselves are
-- not here: only a text that everybody knows, wrapped with the key, which shows whether a keyset has the right one.
create table vault_key (
  id         text primary key,
  number     bigint generated always as identity unique,
  proof      bytea       not null,
  created_at timestamptz not null
);

-- What must be known again. The value is under a data key of its own, that under a key of the vault; both are bound to
-- organization, project, purpose and id, so a row that is copied or moved does not decrypt.
create table vault_item (
  id              uuid primary key,
  organization_id uuid        not null,
  project_id      uuid        not null,
  purpose         text        not null,
  key_id          text        not null references vault_key (id),
  wrapped_key     bytea       not null,
  ciphertext      bytea       not null,
  created_at      timestamptz not null,
  unique (id, project_id),
  foreign key (project_id, organization_id) references project (id, organization_id)
);
create index vault_item_of_key on vault_item (key_id, id);
create index vault_item_of_project on vault_item (project_id);

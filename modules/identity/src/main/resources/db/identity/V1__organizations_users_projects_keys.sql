create table organization (
  id         uuid primary key,
  name       text        not null,
  created_at timestamptz not null
);

create table team (
  id              uuid primary key,
  organization_id uuid        not null references organization (id),
  name            text        not null,
  created_at      timestamptz not null,
  unique (organization_id, name),
  unique (id, organization_id)
);

create table app_user (
  id              uuid primary key,
  organization_id uuid        not null references organization (id),
  email           text        not null,
  first_name      text,
  last_name       text,
  role            text        not null check (role in ('admin', 'member', 'support', 'viewer')),
  password_hash   text        not null check (password_hash like '$argon2id$%'),
  created_at      timestamptz not null
);
create unique index app_user_email on app_user (lower(email));
create index app_user_organization on app_user (organization_id);

create table project (
  id              uuid primary key,
  organization_id uuid        not null,
  team_id         uuid        not null,
  name            text        not null,
  created_at      timestamptz not null,
  unique (organization_id, name),
  unique (id, organization_id),
  foreign key (team_id, organization_id) references team (id, organization_id)
);

-- The id is the public part of the key; the secret part is only here as a hash. Revoked keys stay as a record.
create table api_key (
  id                 uuid primary key,
  organization_id    uuid        not null,
  project_id         uuid        not null,
  name               text        not null,
  secret_hash        text        not null check (secret_hash like '$argon2id$%'),
  created_by         text        not null,
  created_at         timestamptz not null,
  expires_at         timestamptz,
  last_used_at       timestamptz,
  revoked_at         timestamptz,
  revoked_by         text,
  idempotency_key    text,
  idempotency_digest text,
  foreign key (project_id, organization_id) references project (id, organization_id),
  check ((revoked_at is null) = (revoked_by is null)),
  check ((idempotency_key is null) = (idempotency_digest is null))
);
create index api_key_of_project on api_key (project_id, id) where revoked_at is null;
create unique index api_key_idempotency on api_key (project_id, idempotency_key) where idempotency_key is not null;

-- At most one row in each: the token that opens the setup, and the fact that it is done for ever.
create table setup_token (
  singleton  boolean primary key check (singleton),
  token_hash text        not null check (token_hash like '$argon2id$%'),
  issued_at  timestamptz not null
);

create table setup_completion (
  singleton    boolean primary key check (singleton),
  user_id      uuid        not null references app_user (id) deferrable initially deferred,
  completed_at timestamptz not null
);

-- Who is signed in. The cookie's token is 256 random bits, so its plain hash gives nothing away and finds the row.
-- What has ended is deleted.
create table session (
  id           uuid primary key,
  token_hash   text        not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  user_id      uuid        not null references app_user (id) on delete cascade,
  method       text        not null check (method ~ '^[a-z][a-z-]{0,19}$'),
  address      text        not null,
  user_agent   text,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null
);
create index session_of_user on session (user_id, created_at, id);
create index session_age on session (created_at);
create index session_idle on session (last_seen_at);

-- Attempts that have failed, by a hash of the account or the network that they are counted for, known or not.
create table sign_in_attempt (
  subject      text primary key check (subject ~ '^[0-9a-f]{64}$'),
  failures     int         not null,
  last_at      timestamptz not null,
  locked_until timestamptz not null
);
create index sign_in_attempt_age on sign_in_attempt (last_at);

-- Values of the vault may belong to a user instead of a project, and go with the user.
alter table vault_item
  alter column project_id drop not null,
  add column user_id uuid,
  add foreign key (organization_id) references organization (id),
  add foreign key (user_id, organization_id) references app_user (id, organization_id) on delete cascade,
  add unique (id, user_id),
  add check ((project_id is null) <> (user_id is null));
create index vault_item_of_user on vault_item (user_id) where user_id is not null;

-- Not in force before it is confirmed. A code counts once: the last step that was used is kept.
create table second_factor (
  user_id       uuid primary key references app_user (id) on delete cascade,
  vault_item_id uuid        not null unique,
  last_step     bigint      not null,
  created_at    timestamptz not null,
  confirmed_at  timestamptz,
  foreign key (vault_item_id, user_id) references vault_item (id, user_id) on delete cascade
);

-- 80 random bits each; a code that was used is deleted.
create table recovery_code (
  user_id   uuid not null references second_factor (user_id) on delete cascade,
  code_hash text not null check (code_hash ~ '^[0-9a-f]{64}$'),
  primary key (user_id, code_hash)
);

-- Ids of permissions with a space between. Null is everything that an API key can have, as keys had before.
alter table api_key add column scopes text check (scopes ~ '^[a-z:-]+( [a-z:-]+)*$');

-- The id is the public part of the token. Scopes that are null are everything that the member's role has. Revoked tokens stay
-- as a record while the member is there.
create table personal_token (
  id           uuid primary key,
  user_id      uuid        not null references app_user (id) on delete cascade,
  name         text        not null,
  secret_hash  text        not null check (secret_hash like '$argon2id$%'),
  scopes       text check (scopes ~ '^[a-z:-]+( [a-z:-]+)*$'),
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  revoked_by   text,
  check ((revoked_at is null) = (revoked_by is null))
);
create index personal_token_of_user on personal_token (user_id, id);

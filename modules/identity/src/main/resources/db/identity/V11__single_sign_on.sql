-- Who comes through the organization's identity provider need not have a password.
alter table app_user alter column password_hash drop not null;

-- Values of the vault may belong to an organization as a whole: then they have neither project nor user.
alter table vault_item
  drop constraint vault_item_check,
  add constraint vault_item_owner check (project_id is null or user_id is null),
  add unique (id, organization_id);

-- Another revision with each change: a sign-in that began under one does not end under another. It is proven when an
-- administrator has come through it, and only what is proven can be enforced.
create table single_sign_on (
  organization_id uuid primary key references organization (id),
  revision        uuid        not null,
  issuer          text        not null,
  client_id       text        not null,
  vault_item_id   uuid        not null unique,
  scopes          text        not null,
  groups_claim    text        not null,
  role_groups     text        not null,
  default_role    text check (default_role in ('admin', 'member', 'support', 'viewer')),
  domains         text        not null,
  jit_users       boolean     not null,
  trust_email     boolean     not null,
  enforced        boolean     not null,
  proven_at       timestamptz,
  changed_at      timestamptz not null,
  changed_by      text        not null,
  foreign key (vault_item_id, organization_id) references vault_item (id, organization_id),
  check (not enforced or proven_at is not null)
);
create index single_sign_on_domain on single_sign_on using gin (string_to_array(domains, ' '));

-- Whose a subject of an issuer is. Of who left, the link stays without the person, so that it does not come back by itself.
create table single_sign_on_link (
  organization_id uuid        not null references organization (id),
  issuer          text        not null,
  subject_hash    text        not null check (subject_hash ~ '^[0-9a-f]{64}$'),
  user_id         uuid,
  created_at      timestamptz not null,
  primary key (organization_id, issuer, subject_hash),
  foreign key (user_id, organization_id) references app_user (id, organization_id) on delete set null (user_id)
);
create unique index single_sign_on_link_of_user on single_sign_on_link (user_id, issuer) where user_id is not null;

-- Addresses of those who left, by their hash: they come back by an invitation and not by themselves.
create table single_sign_on_leaver (
  organization_id uuid        not null references organization (id),
  email_hash      text        not null check (email_hash ~ '^[0-9a-f]{64}$'),
  left_at         timestamptz not null,
  primary key (organization_id, email_hash)
);

-- Sign-ins that have begun. Nonce and verifier are made of what only the browser has, so no secret is here.
create table single_sign_on_attempt (
  state_hash      text primary key check (state_hash ~ '^[0-9a-f]{64}$'),
  browser_hash    text        not null check (browser_hash ~ '^[0-9a-f]{64}$'),
  organization_id uuid        not null references organization (id) on delete cascade,
  revision        uuid        not null,
  return_to       text        not null,
  expires_at      timestamptz not null
);
create index single_sign_on_attempt_age on single_sign_on_attempt (expires_at);

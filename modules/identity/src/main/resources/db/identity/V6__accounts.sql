-- Whether it is proven that the person reads mails to the address.
alter table app_user add email_verified_at timestamptz;

-- The list of members is in the order of the address; a search is for the start of address, whole name or last name.
-- Byte order, so that a range of an index is a prefix.
create index app_user_by_email on app_user (organization_id, (lower(email) collate "C"));
create index app_user_by_name on app_user
  (organization_id, (lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '')) collate "C"));
create index app_user_by_last_name on app_user (organization_id, (lower(last_name) collate "C"));
create index app_user_admins on app_user (organization_id) where role = 'admin';

-- The administrator of the setup may leave like everybody else.
alter table setup_completion drop constraint setup_completion_user_id_fkey;

-- Of those who left, only that they were here: what they did names them by their id.
create table former_member (
  id              uuid primary key,
  organization_id uuid        not null references organization (id),
  removed_at      timestamptz not null,
  removed_by      text        not null
);
create index former_member_organization on former_member (organization_id);

create table team_member (
  team_id         uuid        not null,
  user_id         uuid        not null,
  organization_id uuid        not null,
  added_at        timestamptz not null,
  primary key (team_id, user_id),
  foreign key (team_id, organization_id) references team (id, organization_id) on delete cascade,
  foreign key (user_id, organization_id) references app_user (id, organization_id) on delete cascade
);
create index team_member_user on team_member (user_id);
create index project_team on project (team_id);

-- An invitation is open until it is accepted or revoked, also when it has expired: then it can be sent again.
create table invitation (
  id              uuid primary key,
  organization_id uuid        not null references organization (id),
  email           text        not null,
  role            text        not null check (role in ('admin', 'member', 'support', 'viewer')),
  invited_by      text        not null,
  created_at      timestamptz not null,
  expires_at      timestamptz not null,
  accepted_at     timestamptz,
  accepted_by     uuid,
  revoked_at      timestamptz,
  revoked_by      text,
  delivery        text        not null check (delivery in ('link', 'pending', 'sent', 'failed')),
  mail_id         uuid,
  mail_failure    text,
  unique (id, organization_id),
  check ((accepted_at is null) = (accepted_by is null)),
  check ((revoked_at is null) = (revoked_by is null)),
  check (accepted_at is null or revoked_at is null),
  check ((delivery = 'failed') = (mail_failure is not null))
);
create unique index invitation_open on invitation (organization_id, lower(email))
  where accepted_at is null and revoked_at is null;
create index invitation_of_organization on invitation (organization_id, id);

create table invitation_team (
  invitation_id   uuid not null,
  team_id         uuid not null,
  organization_id uuid not null,
  primary key (invitation_id, team_id),
  foreign key (invitation_id, organization_id) references invitation (id, organization_id) on delete cascade,
  foreign key (team_id, organization_id) references team (id, organization_id) on delete cascade
);
create index invitation_team_team on invitation_team (team_id);

-- What a link proves that was given to somebody. 256 random bits need no slow hash; the hash finds the row.
create table one_time_token (
  token_hash    text primary key check (length(token_hash) = 64),
  purpose       text        not null check (purpose in ('invitation', 'password-reset', 'email')),
  invitation_id uuid references invitation (id) on delete cascade,
  user_id       uuid references app_user (id) on delete cascade,
  email         text        not null,
  mailed        boolean     not null,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  check ((purpose = 'invitation') = (invitation_id is not null)),
  check ((purpose = 'invitation') = (user_id is null))
);
create index one_time_token_invitation on one_time_token (invitation_id) where invitation_id is not null;
create index one_time_token_user on one_time_token (user_id, purpose) where user_id is not null;
create index one_time_token_age on one_time_token (expires_at);

-- How many mails somebody has caused lately, by a hash of who or whereto; for unknown addresses too.
create table mail_quota (
  id    text primary key,
  since timestamptz not null,
  used  int         not null
);
create index mail_quota_age on mail_quota (since);

-- Mails that are due. What they say is worked out when they are sent, the link's token too, so none is here.
create table mail_outbox (
  id         uuid primary key,
  kind       text        not null,
  subject    uuid        not null,
  address    text        not null,
  created_at timestamptz not null,
  attempts   int         not null default 0,
  next_at    timestamptz not null
);
create index mail_outbox_due on mail_outbox (next_at);
create index mail_outbox_subject on mail_outbox (subject, kind);

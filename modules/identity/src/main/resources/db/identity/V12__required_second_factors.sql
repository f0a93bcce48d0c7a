alter table organization add column second_factor_required boolean not null default false;

-- Whose organization requires a second factor of everybody, and who has none in force. Whom it binds, and whom an identity
-- provider vouches for, say those who ask.
create view member_without_factor as
select u.id as user_id
from app_user u join organization o on o.id = u.organization_id
where o.second_factor_required
  and not exists (select 1 from second_factor f where f.user_id = u.id and f.confirmed_at is not null);

-- When a failed sign-in was last written into the audit log, by whose or how: an attack cannot flood the log.
create table sign_in_report (
  organization_id uuid        not null references organization (id) on delete cascade,
  subject         text        not null,
  reported_at     timestamptz not null,
  primary key (organization_id, subject)
);
create index sign_in_report_age on sign_in_report (reported_at);

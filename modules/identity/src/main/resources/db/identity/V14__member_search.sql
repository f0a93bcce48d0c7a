-- What the list of members is ordered and searched by, as columns: an index that has all that a search asks of it answers
-- without the table, but not when it is of expressions. Byte order, so that a range of an index is a prefix.
alter table app_user
  add column email_key text collate "C" not null generated always as (lower(email)) stored,
  add column name_key text collate "C" not null
    generated always as (lower(coalesce(first_name, '') || ' ' || coalesce(last_name, ''))) stored,
  add column last_name_key text collate "C" generated always as (lower(last_name)) stored;

drop index app_user_by_email;
drop index app_user_by_name;
drop index app_user_by_last_name;
create index app_user_by_email on app_user (organization_id, email_key) include (id, role, email_verified_at);
create index app_user_by_name on app_user (organization_id, name_key, email_key) include (id, role, email_verified_at);
create index app_user_by_last_name on app_user (organization_id, last_name_key, email_key)
  include (id, role, email_verified_at);

-- A member as everybody sees it. Here is said when a second factor is in force.
create view member as
select u.id, u.organization_id, u.email, u.email_key, u.email_verified_at, u.first_name, u.last_name, u.role, u.created_at,
  exists (select 1 from second_factor f where f.user_id = u.id and f.confirmed_at is not null) as second_factor
from app_user u;

create or replace view member_without_factor as
select m.id as user_id
from member m join organization o on o.id = m.organization_id
where o.second_factor_required and not m.second_factor;

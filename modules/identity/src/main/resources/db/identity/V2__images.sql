-- The picture of a user, or the logo of the organization when there is no user. The id names its bytes in the blob
-- store; another upload is another row.
alter table app_user add unique (id, organization_id);

create table image (
  id              uuid primary key,
  organization_id uuid        not null references organization (id),
  user_id         uuid        unique,
  media_type      text        not null check (media_type in ('image/png', 'image/jpeg')),
  width           int         not null,
  height          int         not null,
  size            int         not null,
  created_by      text        not null,
  created_at      timestamptz not null,
  foreign key (user_id, organization_id) references app_user (id, organization_id) on delete cascade
);
create unique index image_logo on image (organization_id) where user_id is null;

-- The web origins whose pages may call the Connect API of a project; none for all. They are written as browsers send them.
alter table project
  add column allowed_origins text[] not null default '{}' check (cardinality(allowed_origins) <= 50);

-- How often any project's list has changed: replicas ask for this every second, and read the lists when it is another.
create table allowed_origins_change (
  id     boolean primary key default true check (id),
  number bigint  not null
);
insert into allowed_origins_change (number) values (0);

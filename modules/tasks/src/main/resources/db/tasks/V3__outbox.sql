-- What other modules are to be told, from the commit until it is delivered.
create table outbox (
  number     bigint      generated always as identity primary key,
  id         uuid        not null unique,
  name       text        not null,
  payload    json        not null,
  created_at timestamptz not null default now(),
  attempts   int         not null default 0,
  due_at     timestamptz not null default now()
);

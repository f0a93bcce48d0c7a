-- A project is one stage of a chain development -> staging -> production: what is released to it comes from one other
-- project, and one project hands on to one. Stage and predecessor are given once, so a chain never changes its order.
alter table project
  add column description         text,
  add column environment         text not null default 'development'
    check (environment in ('development', 'staging', 'production')),
  add column released_from_id    uuid,
  add column access              text not null default 'organization' check (access in ('organization', 'team')),
  add column max_connected_users int check (max_connected_users > 0),
  add column changed_at          timestamptz,
  add constraint project_released_from foreign key (released_from_id, organization_id)
    references project (id, organization_id),
  add constraint project_hands_on_to_one unique (released_from_id),
  add constraint project_chain_starts check (environment <> 'development' or released_from_id is null);
update project set changed_at = created_at;
alter table project alter column changed_at set default now(), alter column changed_at set not null;
create index project_of_organization on project (organization_id, id);

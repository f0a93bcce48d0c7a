-- Who sees which project: administrators every one of their organization, others those that are open to all its members or
-- belong to a team of theirs. The role decides, not the scopes of what somebody comes with. Nobody sees what is being deleted.
create view visible_project as
select p.id as project_id, p.organization_id, u.id as user_id
from project p join app_user u on u.organization_id = p.organization_id
where not p.deleting
  and (u.role = 'admin'
       or p.access = 'organization'
       or exists (select 1 from team_member m where m.team_id = p.team_id and m.user_id = u.id));

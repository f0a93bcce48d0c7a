package dev.hawser.identity.internal.access;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** Whether a member can see a project. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface VisibleProjectRepository extends GenericRepository<ProjectOfOrganization, UUID> {
  @Query(
      """
      select count(*) from identity.visible_project
      where project_id = :project and organization_id = :organization and user_id = :userId
      """)
  int count(@Tenant OrganizationId organization, UUID userId, @Tenant ProjectId project);
}

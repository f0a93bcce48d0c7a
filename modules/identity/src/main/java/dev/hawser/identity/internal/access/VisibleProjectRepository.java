package dev.hawser.identity.internal.access;

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
      where project_id = :projectId and organization_id = :organizationId and user_id = :userId
      """)
  int count(UUID organizationId, UUID userId, UUID projectId);
}

package dev.hawser.identity.internal.key;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** The names of projects and organizations. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface ProjectRepository extends GenericRepository<ProjectRow, UUID> {
  @Query(
      """
      select name from identity.project
      where id = :project and organization_id = :organization
      """)
  Optional<String> projectName(@Tenant OrganizationId organization, @Tenant ProjectId project);

  @Query("select name from identity.organization where id = :organization")
  Optional<String> organizationName(@Tenant OrganizationId organization);
}

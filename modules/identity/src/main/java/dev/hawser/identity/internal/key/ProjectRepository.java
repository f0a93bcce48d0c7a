package dev.hawser.identity.internal.key;

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
      where id = :projectId and organization_id = :organizationId
      """)
  Optional<String> projectName(UUID organizationId, UUID projectId);

  @Query("select name from identity.organization where id = :organizationId")
  Optional<String> organizationName(UUID organizationId);
}

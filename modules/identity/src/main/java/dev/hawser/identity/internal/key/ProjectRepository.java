package dev.hawser.identity.internal.key;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** Projects with the names of their organizations. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface ProjectRepository extends GenericRepository<ProjectRow, UUID> {
  @Query(
      """
      select p.id as id, p.name as project_name, o.name as organization_name
      from identity.project p join identity.organization o on o.id = p.organization_id
      where p.id = :projectId and p.organization_id = :organizationId
      """)
  Optional<ProjectRow> find(UUID organizationId, UUID projectId);
}

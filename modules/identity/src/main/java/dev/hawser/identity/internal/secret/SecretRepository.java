package dev.hawser.identity.internal.secret;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code environment_secret}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface SecretRepository extends GenericRepository<SecretRow, UUID> {
  @Query(
      """
      select * from identity.environment_secret
      where project_id = :project and name > :after order by name limit :limit
      """)
  List<SecretRow> list(@Tenant ProjectId project, String after, int limit);

  @Query("select name from identity.environment_secret where project_id = :project")
  List<String> names(@Tenant ProjectId project);

  @Query(
      """
      select * from identity.environment_secret
      where project_id = :project and name = :name
      """)
  Optional<SecretRow> find(@Tenant ProjectId project, String name);

  /** Lets one writer at a time change the secrets of a project; 0 when there is no project. */
  @Query(
      """
      select count(*) from (select 1 from identity.project
        where id = :project and organization_id = :organization for update) locked
      """)
  long lock(@Tenant ProjectId project, @Tenant OrganizationId organization);

  @Query("select count(*) from identity.environment_secret where project_id = :project")
  long count(@Tenant ProjectId project);

  @Query(
      """
      insert into identity.environment_secret (project_id, name, vault_item_id, fingerprint,
        created_by, created_at, changed_by, changed_at)
      values (:projectId, :name, :vaultItemId, :fingerprint,
        :createdBy, :createdAt, :changedBy, :changedAt)
      on conflict (project_id, name) do update set vault_item_id = excluded.vault_item_id,
        fingerprint = excluded.fingerprint, changed_by = excluded.changed_by,
        changed_at = excluded.changed_at
      """)
  void put(SecretRow row);

  @Query("delete from identity.environment_secret where project_id = :project and name = :name")
  int delete(@Tenant ProjectId project, String name);

  @Query(
      """
      delete from identity.environment_secret where project_id = :project and name in (
        select name from identity.environment_secret where project_id = :project limit :limit)
      """)
  int deleteOf(@Tenant ProjectId project, int limit);
}

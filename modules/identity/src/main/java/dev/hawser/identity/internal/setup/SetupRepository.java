package dev.hawser.identity.internal.setup;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What the setup reads and writes. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface SetupRepository extends GenericRepository<SetupTokenRow, Boolean> {
  @Query("select count(*) from identity.setup_completion")
  int completions();

  @Query("select * from identity.setup_token")
  Optional<SetupTokenRow> findToken();

  @Query(
      """
      insert into identity.setup_token (singleton, token_hash, issued_at)
      select true, :hash, :at where not exists (select 1 from identity.setup_completion)
      on conflict (singleton) do update
        set token_hash = excluded.token_hash, issued_at = excluded.issued_at
      """)
  int putToken(String hash, Instant at);

  /** Takes the token away from whoever else holds it; waits for another one that is trying. */
  @Query("delete from identity.setup_token where token_hash = :hash")
  int useToken(String hash);

  /** The primary key lets one through for ever. */
  @Query(
      """
      insert into identity.setup_completion (singleton, user_id, completed_at)
      values (true, :userId, :at) on conflict (singleton) do nothing
      """)
  int complete(UUID userId, Instant at);

  @Query(
      """
      insert into identity.organization (id, name, created_at) values (:organization, :name, :at)
      """)
  int insertOrganization(@Tenant OrganizationId organization, String name, Instant at);

  @Query(
      """
      insert into identity.team (id, organization_id, name, created_at)
      values (:id, :organization, :name, :at)
      """)
  int insertTeam(UUID id, @Tenant OrganizationId organization, String name, Instant at);

  @Query(
      """
      insert into identity.project (id, organization_id, team_id, name, created_at, changed_at)
      values (:project, :organization, :teamId, :name, :at, :at)
      """)
  int insertProject(
      @Tenant ProjectId project,
      @Tenant OrganizationId organization,
      UUID teamId,
      String name,
      Instant at);
}

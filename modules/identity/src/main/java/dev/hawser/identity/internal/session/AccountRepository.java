package dev.hawser.identity.internal.session;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** People who sign in. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface AccountRepository extends GenericRepository<AccountRow, UUID> {
  @Query(
      """
      select u.id, u.organization_id, o.name as organization_name, u.email, u.first_name,
        u.last_name, u.role, u.password_hash
      from identity.app_user u join identity.organization o on o.id = u.organization_id
      where lower(u.email) = :email
      """)
  Optional<AccountRow> findByEmail(String email);

  @Query(
      """
      select u.id, u.organization_id, o.name as organization_name, u.email, u.first_name,
        u.last_name, u.role, u.password_hash
      from identity.app_user u join identity.organization o on o.id = u.organization_id
      where u.id = :id
      """)
  Optional<AccountRow> find(UUID id);

  /** Holds off whoever changes the person or opens another session of theirs; 0 when gone. */
  @Query(
      """
      select count(*) from (select 1 from identity.app_user where id = :id for update) locked
      """)
  long lock(UUID id);

  /** 0 when the password is another one than was checked. */
  @Query(
      """
      update identity.app_user set password_hash = :passwordHash
      where id = :id and organization_id = :organization and password_hash = :formerHash
      """)
  int replacePassword(
      @Tenant OrganizationId organization, UUID id, String passwordHash, String formerHash);
}

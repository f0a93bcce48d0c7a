package dev.hawser.identity.internal.setup;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** The table {@code app_user}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface UserRepository extends GenericRepository<UserRow, UUID> {
  @Query(
      """
      insert into identity.app_user (id, organization_id, email, first_name, last_name, role,
        password_hash, created_at)
      values (:id, :organizationId, :email, :firstName, :lastName, :role, :passwordHash, :createdAt)
      """)
  int insert(UserRow user);
}

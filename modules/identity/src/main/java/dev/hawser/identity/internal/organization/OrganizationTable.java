package dev.hawser.identity.internal.organization;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code organization}, all of it. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface OrganizationTable extends GenericRepository<ListedOrganizationRow, UUID> {
  /**
   * Whose names begin with {@code search}, by name, behind the place of {@code name} and {@code
   * id}.
   */
  @Query(
      """
      select id, name, name_key, created_at, request_digest from identity.organization
      where name_key >= lower(:search) and name_key < lower(:search) || :last
        and (name_key, id) > (:name, :id)
      order by name_key, id limit :limit
      """)
  List<ListedOrganizationRow> list(String search, String last, String name, UUID id, int limit);

  /** 0 when a request with the key has made one before. */
  @Query(
      """
      insert into identity.organization (id, name, created_at, request_key, request_digest)
      values (:organization, :name, :at, :requestKey, :requestDigest)
      on conflict (request_key) where request_key is not null do nothing
      """)
  int insert(
      @Tenant OrganizationId organization,
      String name,
      Instant at,
      @Nullable String requestKey,
      @Nullable String requestDigest);

  /** Locks the row, so that repetitions go on one after the other. */
  @Query(
      """
      select id, name, name_key, created_at, request_digest from identity.organization
      where request_key = :requestKey for update
      """)
  Optional<ListedOrganizationRow> lockByRequest(String requestKey);

  @Query(
      """
      update identity.organization set request_key = null, request_digest = null
      where request_key = :requestKey and created_at < :before
      """)
  int forgetRequest(String requestKey, Instant before);
}

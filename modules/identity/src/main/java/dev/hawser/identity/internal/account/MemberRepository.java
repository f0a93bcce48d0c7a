package dev.hawser.identity.internal.account;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code app_user}, and what goes with its rows. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface MemberRepository extends GenericRepository<MemberRow, UUID> {
  String COLUMNS =
      """
      select id, organization_id, email, email_verified_at, first_name, last_name, role, created_at,
        second_factor
      from identity.member
      """;

  /** Changes of who is an administrator come one after the other. Nothing is changed. */
  @Query("update identity.organization set name = name where id = :organization")
  int lockOrganization(@Tenant OrganizationId organization);

  @Query(COLUMNS + "where id = :id and organization_id = :organization")
  Optional<MemberRow> find(@Tenant OrganizationId organization, UUID id);

  @Query(COLUMNS + "where id = :id")
  Optional<MemberRow> findAnywhere(UUID id);

  @Query(COLUMNS + "where lower(email) = lower(:email)")
  Optional<MemberRow> findByEmail(String email);

  @Query(
      """
      select count(*) from identity.app_user
      where organization_id = :organization and role = 'admin' and id <> :id
      """)
  int countOtherAdmins(@Tenant OrganizationId organization, UUID id);

  @Query(
      """
      insert into identity.app_user (id, organization_id, email, email_verified_at, first_name,
        last_name, role, password_hash, created_at)
      values (:id, :organization, :email, :emailVerifiedAt, :firstName,
        :lastName, :role, :passwordHash, :createdAt)
      on conflict do nothing
      """)
  int insert(
      UUID id,
      @Tenant OrganizationId organization,
      String email,
      @Nullable Instant emailVerifiedAt,
      @Nullable String firstName,
      @Nullable String lastName,
      String role,
      @Nullable String passwordHash,
      Instant createdAt);

  @Query(
      """
      update identity.app_user set role = :role where id = :id and organization_id = :organization
      """)
  int setRole(@Tenant OrganizationId organization, UUID id, String role);

  @Query(
      """
      update identity.app_user set first_name = coalesce(:firstName, first_name),
        last_name = coalesce(:lastName, last_name)
      where id = :id and organization_id = :organization
      """)
  int setNames(
      @Tenant OrganizationId organization,
      UUID id,
      @Nullable String firstName,
      @Nullable String lastName);

  @Query(
      """
      update identity.app_user set email = :email, email_verified_at = :at
      where id = :id and organization_id = :organization
      """)
  int setEmail(@Tenant OrganizationId organization, UUID id, String email, Instant at);

  @Query(
      """
      update identity.app_user set email_verified_at = coalesce(email_verified_at, :at)
      where id = :id and organization_id = :organization and lower(email) = lower(:email)
      """)
  int verify(@Tenant OrganizationId organization, UUID id, String email, Instant at);

  @Query(
      """
      update identity.app_user set password_hash = :hash
      where id = :id and organization_id = :organization
      """)
  int setPassword(@Tenant OrganizationId organization, UUID id, @Nullable String hash);

  @Query(
      """
      insert into identity.former_member (id, organization_id, removed_at, removed_by)
      values (:id, :organization, :at, :by)
      """)
  int insertFormer(UUID id, @Tenant OrganizationId organization, Instant at, String by);

  @Query("delete from identity.app_user where id = :id and organization_id = :organization")
  int delete(@Tenant OrganizationId organization, UUID id);
}

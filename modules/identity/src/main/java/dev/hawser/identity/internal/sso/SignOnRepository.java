package dev.hawser.identity.internal.sso;

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

/** The table {@code single_sign_on}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface SignOnRepository extends GenericRepository<SignOnRow, UUID> {
  @Query("select * from identity.single_sign_on where organization_id = :organization")
  Optional<SignOnRow> find(@Tenant OrganizationId organization);

  /** Locks it until the transaction ends. */
  @Query(
      """
      select * from identity.single_sign_on where organization_id = :organization for update
      """)
  Optional<SignOnRow> lock(@Tenant OrganizationId organization);

  /** Those that name the domain; two are as good as many. */
  @Query(
      """
      select * from identity.single_sign_on
      where string_to_array(domains, ' ') @> array[cast(:domain as text)] limit 2
      """)
  List<SignOnRow> ofDomain(String domain);

  /** Whatever there is; two are as good as many. */
  @Query("select * from identity.single_sign_on limit 2")
  List<SignOnRow> some();

  @Query("select * from identity.single_sign_on where enforced limit 2")
  List<SignOnRow> someEnforced();

  /** Those of the member with the address, if they name its domain. */
  @Query(
      """
      select s.* from identity.single_sign_on s
      join identity.app_user u on u.organization_id = s.organization_id
      where lower(u.email) = :email
        and string_to_array(s.domains, ' ') @> array[cast(:domain as text)]
      """)
  Optional<SignOnRow> ofMember(String email, String domain);

  /** Those who give an organization its first settings come one after the other. */
  @Query("update identity.organization set name = name where id = :organization")
  int lockOrganization(@Tenant OrganizationId organization);

  @Query(
      """
      insert into identity.single_sign_on (organization_id, revision, issuer, client_id,
        vault_item_id, scopes, groups_claim, role_groups, default_role, domains, jit_users,
        trust_email, enforced, proven_at, changed_at, changed_by)
      values (:organizationId, :revision, :issuer, :clientId, :vaultItemId, :scopes, :groupsClaim,
        :roleGroups, :defaultRole, :domains, :jitUsers, :trustEmail, :enforced, :provenAt,
        :changedAt, :changedBy)
      """)
  void insert(SignOnRow row);

  /**
   * Not a deletion and an insertion: who waits for the row, to sign in with a password, must find
   * the new one.
   */
  @Query(
      """
      update identity.single_sign_on set revision = :revision, issuer = :issuer,
        client_id = :clientId, vault_item_id = :vaultItemId, scopes = :scopes,
        groups_claim = :groupsClaim, role_groups = :roleGroups, default_role = :defaultRole,
        domains = :domains, jit_users = :jitUsers, trust_email = :trustEmail,
        enforced = :enforced, proven_at = :provenAt, changed_at = :changedAt,
        changed_by = :changedBy
      where organization_id = :organizationId
      """)
  void replace(SignOnRow row);

  @Query("delete from identity.single_sign_on where organization_id = :organization")
  int delete(@Tenant OrganizationId organization);

  /** Only the settings that somebody has come through, not others that were made meanwhile. */
  @Query(
      """
      update identity.single_sign_on set proven_at = :at
      where organization_id = :organization and revision = :revision and proven_at is null
      """)
  int prove(@Tenant OrganizationId organization, UUID revision, Instant at);

  @Query(
      """
      update identity.single_sign_on set enforced = false where organization_id = :organization
      """)
  int release(@Tenant OrganizationId organization);
}

package dev.hawser.identity.internal.account;

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

/** The table {@code invitation}, and the teams that its rows lead to. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface InvitationRepository extends GenericRepository<InvitationRow, UUID> {
  /** Adds it unless there is an open one for the address. */
  @Query(
      """
      insert into identity.invitation (id, organization_id, email, role, invited_by, created_at,
        expires_at, delivery)
      values (:id, :organization, :email, :role, :invitedBy, :at, :expiresAt, 'link')
      on conflict (organization_id, lower(email)) where accepted_at is null and revoked_at is null
        do nothing
      """)
  int insert(
      UUID id,
      @Tenant OrganizationId organization,
      String email,
      String role,
      String invitedBy,
      Instant at,
      Instant expiresAt);

  /** Only teams of the same organization; says how many they were. */
  @Query(
      """
      insert into identity.invitation_team (invitation_id, team_id, organization_id)
      select :invitationId, t.id, t.organization_id from identity.team t
      where t.id in (:teams) and t.organization_id = :organization
      """)
  int insertTeams(UUID invitationId, @Tenant OrganizationId organization, List<UUID> teams);

  @Query("select * from identity.invitation where id = :id and organization_id = :organization")
  Optional<InvitationRow> find(@Tenant OrganizationId organization, UUID id);

  @Query("select * from identity.invitation where id = :id")
  Optional<InvitationRow> findAnywhere(UUID id);

  /** Locks the row until the transaction ends. */
  @Query(
      """
      select * from identity.invitation
      where id = :id and organization_id = :organization for update
      """)
  Optional<InvitationRow> lock(@Tenant OrganizationId organization, UUID id);

  /** Locks the open one for an address until the transaction ends. */
  @Query(
      """
      select * from identity.invitation
      where organization_id = :organization and lower(email) = lower(:email)
        and accepted_at is null and revoked_at is null
      for update
      """)
  Optional<InvitationRow> lockOpen(@Tenant OrganizationId organization, String email);

  /** Those with one status, or with null all. */
  @Query(
      """
      select * from identity.invitation
      where organization_id = :organization and id < :before
        and (cast(:status as text) is null
             or cast(:status as text) = case
               when accepted_at is not null then 'accepted'
               when revoked_at is not null then 'revoked'
               when expires_at > :now then 'open'
               else 'expired' end)
      order by id desc limit :limit
      """)
  List<InvitationRow> list(
      @Tenant OrganizationId organization,
      @Nullable String status,
      Instant now,
      UUID before,
      int limit);

  @Query(
      """
      update identity.invitation set expires_at = :expiresAt
      where id = :id and organization_id = :organization
      """)
  int extend(@Tenant OrganizationId organization, UUID id, Instant expiresAt);

  /** A mail is on its way. */
  @Query(
      """
      update identity.invitation set delivery = 'pending', mail_id = :mailId, mail_failure = null
      where id = :id and organization_id = :organization
      """)
  int mailed(@Tenant OrganizationId organization, UUID id, UUID mailId);

  @Query(
      """
      update identity.invitation set delivery = 'sent', mail_failure = null
      where id = :id and organization_id = :organization and mail_id = :mailId
      """)
  int arrived(@Tenant OrganizationId organization, UUID id, UUID mailId);

  @Query(
      """
      update identity.invitation set delivery = 'failed', mail_failure = :why
      where id = :id and organization_id = :organization and mail_id = :mailId
      """)
  int failed(@Tenant OrganizationId organization, UUID id, UUID mailId, String why);

  /** A link was shown: there is no mail any more whose fate would matter. */
  @Query(
      """
      update identity.invitation set delivery = 'link', mail_id = null, mail_failure = null
      where id = :id and organization_id = :organization
      """)
  int shown(@Tenant OrganizationId organization, UUID id);

  @Query(
      """
      update identity.invitation set revoked_at = :at, revoked_by = :by
      where id = :id and organization_id = :organization and accepted_at is null
        and revoked_at is null
      """)
  int revoke(@Tenant OrganizationId organization, UUID id, Instant at, String by);

  /** Makes room for a new one. */
  @Query(
      """
      update identity.invitation set revoked_at = :at, revoked_by = :by
      where organization_id = :organization and lower(email) = lower(:email)
        and accepted_at is null and revoked_at is null and expires_at <= :at
      """)
  int revokeExpired(@Tenant OrganizationId organization, String email, Instant at, String by);

  /** Locks and ends it; of those who try at once, one gets 1. */
  @Query(
      """
      update identity.invitation set accepted_at = :at, accepted_by = :userId
      where id = :id and organization_id = :organization and accepted_at is null
        and revoked_at is null and expires_at > :at
      """)
  int accept(@Tenant OrganizationId organization, UUID id, UUID userId, Instant at);

  @Query(
      """
      insert into identity.team_member (team_id, user_id, organization_id, added_at)
      select team_id, :userId, organization_id, :at from identity.invitation_team
      where invitation_id = :id and organization_id = :organization
      """)
  int joinTeams(@Tenant OrganizationId organization, UUID id, UUID userId, Instant at);

  @Query("select name from identity.organization where id = :organization")
  Optional<String> organizationName(@Tenant OrganizationId organization);

  @Query(
      "delete from identity.invitation where coalesce(accepted_at, revoked_at, expires_at) < :at")
  int deleteOld(Instant at);
}

package dev.hawser.identity.internal.sso;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The tables {@code single_sign_on_link} and {@code single_sign_on_leaver}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface LinkRepository extends GenericRepository<LinkRow, String> {
  @Query(
      """
      select subject_hash, user_id from identity.single_sign_on_link
      where organization_id = :organization and issuer = :issuer and subject_hash = :subjectHash
      """)
  Optional<LinkRow> find(@Tenant OrganizationId organization, String issuer, String subjectHash);

  /** A link without a person gets this one; another person's is left alone, and that is 0. */
  @Query(
      """
      insert into identity.single_sign_on_link as l (organization_id, issuer, subject_hash, user_id,
        created_at)
      values (:organization, :issuer, :subjectHash, :userId, :at)
      on conflict (organization_id, issuer, subject_hash)
        do update set user_id = excluded.user_id, created_at = excluded.created_at
        where l.user_id is null
      """)
  int put(
      @Tenant OrganizationId organization,
      String issuer,
      String subjectHash,
      UUID userId,
      Instant at);

  /** How many subjects of the issuer are this person. */
  @Query(
      """
      select count(*) from identity.single_sign_on_link
      where organization_id = :organization and user_id = :userId and issuer = :issuer
      """)
  int countOf(@Tenant OrganizationId organization, UUID userId, String issuer);

  /** Notes the address of somebody who is about to be deleted. */
  @Query(
      """
      insert into identity.single_sign_on_leaver (organization_id, email_hash, left_at)
      select organization_id, encode(sha256(convert_to(lower(email), 'UTF8')), 'hex'), :at
      from identity.app_user where id = :userId
      on conflict (organization_id, email_hash) do update set left_at = excluded.left_at
      """)
  int noteLeaver(UUID userId, Instant at);

  @Query(
      """
      select count(*) from identity.single_sign_on_leaver
      where organization_id = :organization and email_hash = :emailHash
      """)
  int countLeavers(@Tenant OrganizationId organization, String emailHash);

  @Query(
      """
      delete from identity.single_sign_on_leaver
      where organization_id = :organization and email_hash = :emailHash
      """)
  int forgetLeaver(@Tenant OrganizationId organization, String emailHash);
}

package dev.hawser.identity.internal.signing;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code signing_key}.
 *
 * @param publicKey SubjectPublicKeyInfo in Base64; null when the keys are at an address
 * @param source what the customer gave instead of a key: an address, a Firebase project, a domain
 */
@MappedEntity(value = "signing_key", schema = "identity")
record SigningKeyRow(
    @Id UUID id,
    UUID organizationId,
    UUID projectId,
    String name,
    String kind,
    @Nullable String publicKey,
    @Nullable String source,
    @Nullable String keySetUrl,
    @Nullable String issuer,
    @Nullable String audience,
    String createdBy,
    Instant createdAt,
    @Nullable Instant revokedAt,
    @Nullable String idempotencyKey,
    @Nullable String idempotencyDigest) {}

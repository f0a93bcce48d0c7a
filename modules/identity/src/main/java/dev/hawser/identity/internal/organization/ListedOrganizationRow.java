package dev.hawser.identity.internal.organization;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code organization} as the operator's list has it.
 *
 * @param nameKey what it is ordered and searched by
 * @param requestDigest of the request that made it, if that had an idempotency key
 */
@MappedEntity(value = "organization", schema = "identity")
record ListedOrganizationRow(
    @Id UUID id, String name, String nameKey, Instant createdAt, @Nullable String requestDigest) {}

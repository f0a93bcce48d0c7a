package dev.hawser.identity.internal.signing;

import dev.hawser.core.tenancy.OrganizationId;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token whose signature and claims were found right.
 *
 * @param subject the customer's name of the user
 * @param until from when on it does not hold any more, tolerance included
 */
public record CheckedToken(
    OrganizationId organization, String subject, Instant until, SignedBy signedBy) {

  /** By which key; what has to be active still when the token is presented again. */
  record SignedBy(UUID signingKey, VerificationKey key, @Nullable URI keySetUrl) {}
}

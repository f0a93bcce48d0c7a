package dev.hawser.identity.internal.signing;

import dev.hawser.core.error.HawserException;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An active signing key of a project.
 *
 * @param key null when the keys are at an address
 * @param keySetUrl null when there is one key
 */
record SigningKey(
    UUID id,
    String text,
    @Nullable VerificationKey key,
    @Nullable URI keySetUrl,
    @Nullable String issuer,
    @Nullable String audience) {

  /**
   * What is wrong with claims whose signature is right for this key; null when nothing is. One
   * issuer's keys sign for many of its customers, so this is as important as the signature.
   */
  HawserException.@Nullable Unauthenticated refusal(Claims claims) {
    if (issuer != null && !issuer.equals(claims.issuer())) {
      return Refusals.issuer();
    }
    if (audience != null && !claims.audience().contains(audience)) {
      return Refusals.audience();
    }
    return null;
  }
}

package dev.hawser.identity.internal.signing;

import dev.hawser.core.http.IdempotencyKey;
import dev.hawser.identity.internal.hash.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A signing key that somebody wants.
 *
 * @param given the public key, the address, the Firebase project or the Auth0 domain; null when we
 *     are to make the key
 * @param issuer what tokens must name as their issuer; null when it does not matter
 * @param audience what tokens must name as their audience; null when it does not matter
 * @param idempotencyKey what the client calls this request, if it does
 */
public record NewSigningKey(
    String name,
    SigningKeyKind kind,
    @Nullable String given,
    @Nullable String issuer,
    @Nullable String audience,
    @Nullable IdempotencyKey idempotencyKey) {
  @Override
  public String toString() {
    return "NewSigningKey[" + kind + "]"; // given may be a private key, pasted by mistake
  }

  String digest() {
    return Sha256.hex(String.join("\n", kind.id(), name, "" + given, "" + issuer, "" + audience));
  }
}

package dev.hawser.identity.internal.credential;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential as the database has it.
 *
 * @param holder whom it makes the caller
 * @param expiresAt null for never
 */
public record StoredCredential<H>(H holder, String secretHash, @Nullable Instant expiresAt) {
  @Override
  public String toString() {
    return "StoredCredential[" + holder + "]"; // the hash stays out of logs
  }
}

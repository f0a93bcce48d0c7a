package dev.hawser.identity.internal.key;

import dev.hawser.core.http.CallerAuthentication;
import dev.hawser.identity.ApiKeyId;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A key whose secret was proved once. It keeps a SHA-256 digest of the secret, so later
 * presentations of the key cost one digest instead of Argon2id.
 */
final class VerifiedKey {
  private static final long NOTE_EVERY_MILLIS = 60_000;
  private final ApiKeyId id;
  private final CallerAuthentication authentication;
  private final byte[] digest;
  private final @Nullable Instant expiresAt;
  private final long checkedAtMillis;
  private final AtomicLong notedAtMillis;

  /** Set by the one thread that looks the key up again. */
  final AtomicBoolean refreshing = new AtomicBoolean();

  private VerifiedKey(
      ApiKeyId id,
      CallerAuthentication authentication,
      byte[] digest,
      @Nullable Instant expiresAt,
      long checkedAtMillis,
      AtomicLong notedAtMillis) {
    this.id = id;
    this.authentication = authentication;
    this.digest = digest;
    this.expiresAt = expiresAt;
    this.checkedAtMillis = checkedAtMillis;
    this.notedAtMillis = notedAtMillis;
  }

  /**
   * @param checkedAt a moment before the row was read
   */
  static VerifiedKey of(
      CallerAuthentication authentication, ApiKeyRow row, byte[] digest, Instant checkedAt) {
    return new VerifiedKey(
        new ApiKeyId(row.id()),
        authentication,
        digest,
        row.expiresAt(),
        checkedAt.toEpochMilli(),
        new AtomicLong());
  }

  /** The same key, found unrevoked again. */
  VerifiedKey checkedAgain(Instant checkedAt) {
    return new VerifiedKey(
        id, authentication, digest, expiresAt, checkedAt.toEpochMilli(), notedAtMillis);
  }

  CallerAuthentication authentication() {
    return authentication;
  }

  boolean isOf(byte[] presented) {
    return MessageDigest.isEqual(digest, presented);
  }

  boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /** How long ago the database said that it is not revoked; a clock that stepped back is "long". */
  long ageMillis(Instant now) {
    long age = now.toEpochMilli() - checkedAtMillis;
    return age < 0 ? Long.MAX_VALUE : age;
  }

  void used(Instant now, LastUses uses) {
    long millis = now.toEpochMilli();
    long noted = notedAtMillis.get();
    if (Math.abs(millis - noted) >= NOTE_EVERY_MILLIS
        && notedAtMillis.compareAndSet(noted, millis)) {
      uses.note(id, now);
    }
  }
}

package dev.hawser.identity.internal.credential;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A credential whose secret was proved once. It keeps a SHA-256 digest of the secret, so later
 * presentations cost one digest instead of Argon2id.
 */
final class ProvenCredential<H> {
  private static final long NOTE_EVERY_MILLIS = 60_000;
  private final UUID id;
  private final H holder;
  private final byte[] digest;
  private final @Nullable Instant expiresAt;
  private final long checkedAtMillis;
  private final AtomicLong notedAtMillis;

  /** Set by the one thread that looks it up again. */
  final AtomicBoolean refreshing = new AtomicBoolean();

  private ProvenCredential(
      UUID id,
      StoredCredential<H> stored,
      byte[] digest,
      Instant checkedAt,
      AtomicLong notedAtMillis) {
    this.id = id;
    this.holder = stored.holder();
    this.digest = digest;
    this.expiresAt = stored.expiresAt();
    this.checkedAtMillis = checkedAt.toEpochMilli();
    this.notedAtMillis = notedAtMillis;
  }

  /**
   * @param checkedAt a moment before it was read
   */
  static <H> ProvenCredential<H> of(
      UUID id, StoredCredential<H> stored, byte[] digest, Instant checkedAt) {
    return new ProvenCredential<>(id, stored, digest, checkedAt, new AtomicLong());
  }

  /** The same one, found unrevoked again, with what it allows now. */
  ProvenCredential<H> checkedAgain(StoredCredential<H> stored, Instant checkedAt) {
    return new ProvenCredential<>(id, stored, digest, checkedAt, notedAtMillis);
  }

  H holder() {
    return holder;
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

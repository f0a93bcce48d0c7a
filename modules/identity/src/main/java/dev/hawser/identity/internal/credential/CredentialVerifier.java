package dev.hawser.identity.internal.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.identity.internal.hash.Argon2;
import dev.hawser.identity.internal.hash.Sha256;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies credentials of one kind; the rules and their reasons are in
 * docs/decisions/0003-api-keys.md.
 */
public final class CredentialVerifier<H> {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialVerifier.class);
  private static final ErrorCode BUSY = new ErrorCode("identity.too-many-attempts");
  private static final long REFRESH_AFTER_MILLIS = 1_000;
  private static final long VALID_FOR_MILLIS = 2_000;
  private static final int MAX_CACHED = 10_000;
  private static final int MAX_LOOKUPS = 4;
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  /** Longer than a look-up can take that has read the row before it was revoked. */
  private static final Duration REMEMBER_FORGOTTEN = Duration.ofMinutes(1);

  private final CredentialSource<H> source;
  private final CredentialText.Kind kind;
  private final Argon2 argon2;
  private final LastUses uses;
  private final InstantSource clock;
  private final ExecutorService executor;
  private final Semaphore lookups = new Semaphore(MAX_LOOKUPS, true);
  private final Cache<UUID, ProvenCredential<H>> proven =
      Caffeine.newBuilder()
          .maximumSize(MAX_CACHED)
          .expireAfterAccess(Duration.ofMinutes(10))
          .build();
  private final Cache<ByteBuffer, Boolean> refused =
      Caffeine.newBuilder()
          .maximumSize(MAX_CACHED)
          .expireAfterWrite(Duration.ofMillis(VALID_FOR_MILLIS))
          .build();
  private final Cache<UUID, Boolean> forgotten =
      Caffeine.newBuilder().maximumSize(MAX_CACHED).expireAfterWrite(REMEMBER_FORGOTTEN).build();

  public CredentialVerifier(
      CredentialSource<H> source, Argon2 argon2, InstantSource clock, ExecutorService executor) {
    this.source = source;
    this.kind = source.kind();
    this.argon2 = argon2;
    this.uses = new LastUses(source);
    this.clock = clock;
    this.executor = executor;
  }

  /** The verdict if memory has it; never blocks. */
  public Optional<Verdict<H>> quick(String presented) {
    Optional<CredentialText> text = CredentialText.parse(kind, presented);
    if (text.isEmpty()) {
      return Optional.of(invalid());
    }
    byte[] digest = Sha256.of(text.get().secret());
    ProvenCredential<H> known = proven.getIfPresent(text.get().id());
    if (known == null) {
      return refused.getIfPresent(refusal(text.get(), digest)) == null
          ? Optional.empty()
          : Optional.of(invalid());
    }
    Instant now = clock.instant();
    long age = known.ageMillis(now);
    if (age >= VALID_FOR_MILLIS) {
      return Optional.empty();
    }
    if (age >= REFRESH_AFTER_MILLIS && known.refreshing.compareAndSet(false, true)) {
      executor.execute(() -> refresh(text.get().id()));
    }
    return Optional.of(judge(known, digest, now));
  }

  /** Looks it up; blocks. Errors of the database come as they are. */
  public Verdict<H> thorough(String presented) {
    CredentialText text = CredentialText.parse(kind, presented).orElse(null);
    if (text == null) {
      return invalid();
    }
    try {
      if (!lookups.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return busy();
    }
    try {
      Optional<Verdict<H>> meanwhile = quick(presented);
      return meanwhile.isPresent() ? meanwhile.get() : lookUp(text);
    } catch (HawserException.LimitExceeded e) {
      return new Verdict.Bad<>(e);
    } finally {
      lookups.release();
    }
  }

  /** To be called after it was revoked, so that this counts at once on this replica. */
  public void forget(UUID id) {
    forgotten.put(id, Boolean.TRUE);
    proven.invalidate(id);
  }

  /** Writes down when credentials were used last; to be called every few seconds. */
  public void writeLastUses() {
    uses.flush();
  }

  private Verdict<H> lookUp(CredentialText text) {
    Instant now = clock.instant();
    byte[] digest = Sha256.of(text.secret());
    ProvenCredential<H> known = proven.getIfPresent(text.id());
    StoredCredential<H> stored = source.find(text.id()).orElse(null);
    if (stored == null) {
      proven.invalidate(text.id());
      refused.put(refusal(text, digest), Boolean.TRUE);
      return invalid();
    }
    ProvenCredential<H> current;
    if (known != null) { // the secret never changes: its digest is as good as the hash
      current = known.checkedAgain(stored, now);
    } else if (argon2.matches(text.secret(), stored.secretHash())) {
      current = ProvenCredential.of(text.id(), stored, digest, now);
    } else {
      refused.put(refusal(text, digest), Boolean.TRUE);
      return invalid();
    }
    // It may have been revoked since it was read; whoever did that forgets it before or after this.
    ProvenCredential<H> kept =
        proven
            .asMap()
            .compute(text.id(), (id, old) -> forgotten.getIfPresent(id) == null ? current : null);
    if (kept == null) {
      refused.put(refusal(text, digest), Boolean.TRUE);
      return invalid();
    }
    return judge(kept, digest, now);
  }

  private Verdict<H> judge(ProvenCredential<H> credential, byte[] digest, Instant now) {
    if (!credential.isOf(digest)) {
      return invalid();
    }
    if (credential.isExpired(now)) {
      return new Verdict.Bad<>(
          new HawserException.Unauthenticated(
              new ErrorCode("identity." + kind.code() + "-expired"),
              "This " + kind.noun() + " has expired."));
    }
    credential.used(now, uses);
    return new Verdict.Good<>(credential.holder());
  }

  /** Asks the database again before the answer is too old, so that nobody has to wait for it. */
  private void refresh(UUID id) {
    Instant now = clock.instant();
    try {
      StoredCredential<H> stored = source.find(id).orElse(null);
      proven
          .asMap()
          .computeIfPresent(
              id, (same, known) -> stored == null ? null : known.checkedAgain(stored, now));
    } catch (RuntimeException e) {
      LOG.warn("It could not be checked whether credentials are revoked: {}", e.toString());
      ProvenCredential<H> known = proven.getIfPresent(id);
      if (known != null) {
        known.refreshing.set(false);
      }
    }
  }

  private Verdict<H> invalid() {
    return new Verdict.Bad<>(
        new HawserException.Unauthenticated(
            new ErrorCode("identity." + kind.code() + "-invalid"),
            "This " + kind.noun() + " is not valid."));
  }

  private Verdict<H> busy() {
    return new Verdict.Bad<>(
        new HawserException.LimitExceeded(
            BUSY, "Too many credentials are being checked; try again shortly.", MAX_WAIT));
  }

  private static ByteBuffer refusal(CredentialText text, byte[] digest) {
    return ByteBuffer.allocate(16 + digest.length)
        .putLong(text.id().getMostSignificantBits())
        .putLong(text.id().getLeastSignificantBits())
        .put(digest)
        .flip()
        .asReadOnlyBuffer();
  }
}

package dev.hawser.identity.internal.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.CallerAuthentication;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ApiKeyId;
import dev.hawser.identity.ApiKeys;
import dev.hawser.identity.internal.hash.Argon2;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies keys; the rules and their reasons are in docs/decisions/0003-api-keys.md. */
@Singleton
public final class KeyVerifier implements ApiKeys {
  /** What is known of a presented key. */
  public sealed interface Verdict {
    record Good(CallerAuthentication authentication) implements Verdict {}

    /**
     * @param reason what to answer where credentials are needed
     */
    record Bad(HawserException reason) implements Verdict {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(KeyVerifier.class);
  private static final ErrorCode INVALID = new ErrorCode("identity.key-invalid");
  private static final ErrorCode EXPIRED = new ErrorCode("identity.key-expired");
  private static final ErrorCode BUSY = new ErrorCode("identity.too-many-attempts");
  private static final long REFRESH_AFTER_MILLIS = 1_000;
  private static final long VALID_FOR_MILLIS = 2_000;
  private static final int MAX_CACHED = 10_000;
  private static final int MAX_LOOKUPS = 4;
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private final ApiKeyRepository keys;
  private final Argon2 argon2;
  private final LastUses uses;
  private final InstantSource clock;
  private final ExecutorService executor;
  private final Semaphore lookups = new Semaphore(MAX_LOOKUPS, true);
  private final Cache<ApiKeyId, VerifiedKey> verified =
      Caffeine.newBuilder()
          .maximumSize(MAX_CACHED)
          .expireAfterAccess(Duration.ofMinutes(10))
          .build();
  private final Cache<ByteBuffer, Boolean> refused =
      Caffeine.newBuilder()
          .maximumSize(MAX_CACHED)
          .expireAfterWrite(Duration.ofMillis(VALID_FOR_MILLIS))
          .build();

  KeyVerifier(
      ApiKeyRepository keys,
      Argon2 argon2,
      LastUses uses,
      InstantSource clock,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
    this.keys = keys;
    this.argon2 = argon2;
    this.uses = uses;
    this.clock = clock;
    this.executor = executor;
  }

  @Override
  public Optional<Caller> verify(String key) {
    Verdict verdict = quick(key).orElseGet(() -> thorough(key));
    return switch (verdict) {
      case Verdict.Good good -> good.authentication().ofProject();
      case Verdict.Bad(HawserException.LimitExceeded busy) -> throw busy;
      case Verdict.Bad bad -> Optional.empty();
    };
  }

  /** The verdict if memory has it; never blocks. */
  public Optional<Verdict> quick(String key) {
    Optional<KeyText> text = KeyText.parse(key);
    if (text.isEmpty()) {
      return Optional.of(invalid());
    }
    byte[] digest = sha256(text.get().secret());
    VerifiedKey known = verified.getIfPresent(text.get().id());
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

  /** Looks the key up; blocks. Errors of the database come as they are. */
  public Verdict thorough(String key) {
    KeyText text = KeyText.parse(key).orElse(null);
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
      Optional<Verdict> meanwhile = quick(key);
      return meanwhile.isPresent() ? meanwhile.get() : lookUp(text);
    } catch (HawserException.LimitExceeded e) {
      return new Verdict.Bad(e);
    } finally {
      lookups.release();
    }
  }

  /** Forgets a key, so that its revocation counts at once on this replica. */
  void forget(ApiKeyId id) {
    verified.invalidate(id);
  }

  private Verdict lookUp(KeyText text) {
    Instant now = clock.instant();
    byte[] digest = sha256(text.secret());
    VerifiedKey known = verified.getIfPresent(text.id());
    ApiKeyRow row = keys.find(text.id().value()).orElse(null);
    if (row == null || row.revokedAt() != null) {
      verified.invalidate(text.id());
      refused.put(refusal(text, digest), Boolean.TRUE);
      return invalid();
    }
    VerifiedKey current;
    if (known != null) { // the secret of a key never changes: its digest is as good as the hash
      current = known.checkedAgain(now);
    } else if (argon2.matches(text.secret(), row.secretHash())) {
      current = VerifiedKey.of(authentication(row, text.id()), row, digest, now);
    } else {
      refused.put(refusal(text, digest), Boolean.TRUE);
      return invalid();
    }
    verified.put(text.id(), current);
    return judge(current, digest, now);
  }

  private static CallerAuthentication authentication(ApiKeyRow row, ApiKeyId id) {
    return new CallerAuthentication(
        new OrganizationCaller(
            new OrganizationId(row.organizationId()), id.toString(), Permission.OF_PROJECT),
        new ProjectId(row.projectId()));
  }

  private Verdict judge(VerifiedKey key, byte[] digest, Instant now) {
    if (!key.isOf(digest)) {
      return invalid();
    }
    if (key.isExpired(now)) {
      return new Verdict.Bad(
          new HawserException.Unauthenticated(EXPIRED, "This API key has expired."));
    }
    key.used(now, uses);
    return new Verdict.Good(key.authentication());
  }

  /** Asks the database again before the answer is too old, so that nobody has to wait for it. */
  private void refresh(ApiKeyId id) {
    Instant now = clock.instant();
    try {
      boolean good = keys.find(id.value()).filter(row -> row.revokedAt() == null).isPresent();
      verified.asMap().computeIfPresent(id, (same, key) -> good ? key.checkedAgain(now) : null);
    } catch (RuntimeException e) {
      LOG.warn("An API key could not be checked for revocation: {}", e.toString());
      VerifiedKey key = verified.getIfPresent(id);
      if (key != null) {
        key.refreshing.set(false);
      }
    }
  }

  private static Verdict invalid() {
    return new Verdict.Bad(
        new HawserException.Unauthenticated(INVALID, "This API key is not valid."));
  }

  private static Verdict busy() {
    return new Verdict.Bad(
        new HawserException.LimitExceeded(
            BUSY, "Too many credentials are being checked; try again shortly.", MAX_WAIT));
  }

  private static ByteBuffer refusal(KeyText text, byte[] digest) {
    return ByteBuffer.allocate(16 + digest.length)
        .putLong(text.id().value().getMostSignificantBits())
        .putLong(text.id().value().getLeastSignificantBits())
        .put(digest)
        .flip()
        .asReadOnlyBuffer();
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}

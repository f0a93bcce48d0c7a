package dev.hawser.identity.internal.hash;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) in the PHC text form, so that a hash says with what it was made and the costs
 * may rise later. Hashing is expensive on purpose and anonymous callers can ask for it, so only a
 * few run at once and the rest waits briefly or is sent away.
 */
@Singleton
public final class Argon2 {
  /**
   * @param memoryKib memory in KiB
   * @param passes passes over it
   */
  public record Cost(int memoryKib, int passes) {
    /** The first choice of the OWASP password storage cheat sheet for Argon2id. */
    public static final Cost PASSWORD = new Cost(19 * 1024, 2);

    /** For secrets of 256 random bits, which nobody can guess: docs/decisions/0003-api-keys.md. */
    public static final Cost RANDOM_SECRET = new Cost(1024, 1);
  }

  private static final ErrorCode BUSY = new ErrorCode("identity.too-many-attempts");
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);
  private static final Pattern FORM =
      Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=1\\$([^$]+)\\$([^$]+)");

  private final SecureRandom random = new SecureRandom();
  private final Semaphore permits =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

  /**
   * The hash of a secret, with a fresh salt.
   *
   * @throws HawserException.LimitExceeded when too many are being computed
   */
  public String hash(String secret, Cost cost) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = limited(() -> compute(secret, salt, cost));
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
        .formatted(
            cost.memoryKib(),
            cost.passes(),
            base64.encodeToString(salt),
            base64.encodeToString(hash));
  }

  /**
   * Whether the hash was made of this secret; compared in constant time.
   *
   * @throws HawserException.LimitExceeded when too many are being computed
   */
  public boolean matches(String secret, String hash) {
    Matcher parts = FORM.matcher(hash);
    if (!parts.matches()) {
      throw new IllegalArgumentException("A stored hash is not in the form that we write");
    }
    Cost cost = new Cost(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    byte[] salt = Base64.getDecoder().decode(parts.group(3));
    byte[] expected = Base64.getDecoder().decode(parts.group(4));
    return MessageDigest.isEqual(expected, limited(() -> compute(secret, salt, cost)));
  }

  private byte[] limited(Supplier<byte[]> work) {
    try {
      if (!permits.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      return work.get();
    } finally {
      permits.release();
    }
  }

  private static byte[] compute(String secret, byte[] salt, Cost cost) {
    byte[] input = secret.getBytes(StandardCharsets.UTF_8);
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withSalt(salt)
              .withMemoryAsKB(cost.memoryKib())
              .withIterations(cost.passes())
              .withParallelism(1)
              .build());
      byte[] hash = new byte[HASH_BYTES];
      generator.generateBytes(input, hash);
      return hash;
    } finally {
      Arrays.fill(input, (byte) 0);
    }
  }

  private static HawserException.LimitExceeded busy() {
    return new HawserException.LimitExceeded(
        BUSY, "Too many credentials are being checked; try again shortly.", MAX_WAIT);
  }
}

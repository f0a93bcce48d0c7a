package dev.hawser.identity.internal.hash;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.HawserException;
import dev.hawser.identity.SessionSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) in the PHC text form, so that a hash says with what it was made and the costs
 * may rise later. Hashing is expensive on purpose and anonymous callers can ask for it: passwords
 * and random secrets each have their {@link WorkShare}, so that a flood of one holds up neither the
 * other nor the rest of the process.
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

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Duration BURST = Duration.ofSeconds(5);
  private static final Pattern FORM =
      Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=1\\$([^$]+)\\$([^$]+)");

  private final SecureRandom random = new SecureRandom();
  private final WorkShare passwords;
  private final WorkShare randomSecrets;

  @Inject
  Argon2(SettingValues settings) {
    this(settings.get(SessionSettings.PASSWORD_SHARE));
  }

  /**
   * @param passwordShare percent of the processors that passwords may take over time
   */
  Argon2(int passwordShare) {
    int processors = Runtime.getRuntime().availableProcessors();
    int atOnce = Math.max(1, processors / 2);
    this.passwords =
        new WorkShare(atOnce, passwordShare * processors / 100.0, BURST, System::nanoTime);
    this.randomSecrets = WorkShare.unlimited(atOnce);
  }

  /**
   * The hash of a secret, with a fresh salt.
   *
   * @throws HawserException.LimitExceeded when too many are being computed
   */
  public String hash(String secret, Cost cost) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = limited(cost, () -> compute(secret, salt, cost));
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
    return MessageDigest.isEqual(expected, limited(cost, () -> compute(secret, salt, cost)));
  }

  private byte[] limited(Cost cost, Supplier<byte[]> work) {
    return (isOfPassword(cost) ? passwords : randomSecrets).run(work);
  }

  private static boolean isOfPassword(Cost cost) {
    return (long) cost.memoryKib() * cost.passes()
        > (long) Cost.RANDOM_SECRET.memoryKib() * Cost.RANDOM_SECRET.passes();
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
}

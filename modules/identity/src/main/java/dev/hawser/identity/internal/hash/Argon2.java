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
import java.util.Optional;
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

    /** For secrets of 260 random bits, which nobody can guess: docs/decisions/0003-api-keys.md. */
    public static final Cost RANDOM_SECRET = new Cost(1024, 1);
  }

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /** Of each processor: a flood that begins costs little more than one that goes on. */
  private static final Duration BURST = Duration.ofMillis(500);

  /** Who asks from inside has proven something, be it that it holds a link that we sent. */
  private static final Applicant INSIDE = Applicant.known("inside");

  private static final Pattern FORM =
      Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=1\\$([^$]+)\\$([^$]+)");

  private final SecureRandom random = new SecureRandom();
  private final Cost passwordCost;
  private final String hashOfNobody;
  private final WorkShare passwords;
  private final WorkShare randomSecrets;

  @Inject
  Argon2(SettingValues settings) {
    this(settings.get(SessionSettings.PASSWORD_SHARE), Cost.PASSWORD);
  }

  /**
   * @param passwordShare percent of the processors that passwords may take over time
   * @param passwordCost of new hashes of passwords; above that of random secrets
   */
  Argon2(int passwordShare, Cost passwordCost) {
    this.passwordCost = passwordCost;
    this.hashOfNobody = write(passwordCost, new byte[SALT_BYTES], new byte[HASH_BYTES]);
    int processors = Runtime.getRuntime().availableProcessors();
    int atOnce = Math.max(1, processors / 2);
    this.passwords =
        new WorkShare(
            atOnce,
            passwordShare * processors / 100.0,
            BURST.multipliedBy(processors),
            System::nanoTime);
    this.randomSecrets = WorkShare.unlimited(atOnce);
  }

  /**
   * The hash of a password, with a fresh salt.
   *
   * @throws HawserException.LimitExceeded when too many are being computed
   */
  public String hashPassword(String password) {
    return hash(password, passwordCost);
  }

  /**
   * The hash of a secret, with a fresh salt.
   *
   * @throws HawserException.LimitExceeded when too many are being computed
   */
  public String hash(String secret, Cost cost) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return write(cost, salt, limited(cost, () -> compute(secret, salt, cost)));
  }

  /** Of no password, but as much work to compare with as the hash of one. */
  public String hashOfNobody() {
    return hashOfNobody;
  }

  private static String write(Cost cost, byte[] salt, byte[] hash) {
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
    Stored stored = Stored.parse(hash);
    return stored.isEqualTo(limited(stored.cost(), () -> stored.computeOf(secret)));
  }

  /**
   * Waits for a turn to check the password of somebody. To be asked for before anything else is
   * done for an anonymous caller: whoever gets none has cost nothing.
   *
   * @throws HawserException.LimitExceeded when too many wait already, or for too long
   */
  public Turn turn(Applicant applicant) {
    return new Turn(passwords.turn(applicant));
  }

  /** Why {@link #turn} would send somebody away right now; never blocks. */
  public Optional<HawserException.LimitExceeded> refusal(Applicant applicant) {
    return passwords.refusal(applicant);
  }

  /** Permission to check a password. */
  public static final class Turn implements AutoCloseable {
    private final WorkShare.Turn turn;

    private Turn(WorkShare.Turn turn) {
      this.turn = turn;
    }

    /**
     * As {@link Argon2#matches(String, String)}.
     *
     * @throws HawserException.LimitExceeded when too many are being computed
     */
    public boolean matches(String secret, String hash) {
      Stored stored = Stored.parse(hash);
      return stored.isEqualTo(turn.work(() -> stored.computeOf(secret)));
    }

    @Override
    public void close() {
      turn.close();
    }
  }

  /** A hash, taken apart. */
  @SuppressWarnings("ArrayRecordComponent") // seen by nobody else
  private record Stored(Cost cost, byte[] salt, byte[] hash) {
    static Stored parse(String text) {
      Matcher parts = FORM.matcher(text);
      if (!parts.matches()) {
        throw new IllegalArgumentException("A stored hash is not in the form that we write");
      }
      return new Stored(
          new Cost(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))),
          Base64.getDecoder().decode(parts.group(3)),
          Base64.getDecoder().decode(parts.group(4)));
    }

    byte[] computeOf(String secret) {
      return compute(secret, salt, cost);
    }

    boolean isEqualTo(byte[] computed) {
      return MessageDigest.isEqual(hash, computed);
    }
  }

  private byte[] limited(Cost cost, Supplier<byte[]> work) {
    try (WorkShare.Turn turn = (isOfPassword(cost) ? passwords : randomSecrets).turn(INSIDE)) {
      return turn.work(work);
    }
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

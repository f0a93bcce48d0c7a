package dev.hawser.identity.internal.factor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.config.Secret;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.vault.Binding;
import dev.hawser.identity.internal.vault.Sealed;
import dev.hawser.identity.internal.vault.Vault;
import dev.hawser.identity.internal.vault.WrappedKey;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.bouncycastle.util.encoders.Base32;

/** Second factors of users, and whether a code is right. */
@Singleton
public final class SecondFactors {
  private static final ErrorCode ENABLED = new ErrorCode("identity.second-factor-enabled");
  private static final ErrorCode NONE = new ErrorCode("identity.second-factor-missing");
  private static final ErrorCode REQUIRED = new ErrorCode("identity.second-factor-required");
  private static final ErrorCode WRONG = new ErrorCode("identity.second-factor-wrong");
  private static final String PURPOSE = "second-factor";
  private static final String ISSUER = "Hawser";

  /**
   * A factor that is not in force yet.
   *
   * @param secret for typing into an authenticator app, in base 32
   * @param uri the same for its camera, {@code otpauth://…}
   */
  public record Begun(Secret secret, Secret uri) {}

  private final FactorRepository factors;
  private final FactorSecretRepository secrets;
  private final Vault vault;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final SecureRandom random = new SecureRandom();

  SecondFactors(
      FactorRepository factors,
      FactorSecretRepository secrets,
      Vault vault,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions) {
    this.factors = factors;
    this.secrets = secrets;
    this.vault = vault;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
  }

  /** Which factor of a user is in force, if one is; another one has another id. */
  public Optional<UUID> current(UserId user) {
    return factors.findInForce(user.value());
  }

  /** Whether the organization requires one of whoever signs in with a password. */
  public boolean areRequired(OrganizationId organization) {
    return factors.countRequiring(organization) > 0;
  }

  /**
   * For who is about to give up their own. When it is required right after this, nothing is gained:
   * they have to set up another one.
   *
   * @throws HawserException.Conflict when the organization requires one
   */
  public void requireVoluntary(OrganizationId organization) {
    if (areRequired(organization)) {
      throw new HawserException.Conflict(
          REQUIRED,
          "Your organization requires a second factor, so it cannot be removed. Who has lost it asks"
              + " the operator to reset it.");
    }
  }

  public int recoveryCodesLeft(UserId user) {
    return factors.countRecoveryCodes(user.value());
  }

  /**
   * Makes a secret that counts once {@link #confirm} has seen a code of it; one that was not
   * confirmed is forgotten.
   *
   * @throws HawserException.Conflict when a factor is in force
   */
  public Begun begin(UserId user, OrganizationId organization, EmailAddress email) {
    byte[] secret = new byte[Totp.SECRET_BYTES];
    random.nextBytes(secret);
    Binding binding = Binding.ofUser(organization, user.value(), PURPOSE, ids.next());
    Sealed sealed = vault.seal(binding, secret); // may block: not inside
    transactions.executeWrite(
        status -> {
          lock(user);
          if (current(user).isPresent()) {
            throw enabled();
          }
          Instant now = clock.instant();
          secrets.deleteOf(user.value(), PURPOSE);
          secrets.insert(
              new FactorSecretRow(
                  binding.item(),
                  organization.value(),
                  user.value(),
                  PURPOSE,
                  sealed.key().keyId(),
                  sealed.key().bytes(),
                  sealed.ciphertext(),
                  now));
          return factors.insert(user.value(), binding.item(), now);
        });
    String text = Base32.toBase32String(secret);
    return new Begun(new Secret(text), new Secret(uri(text, email)));
  }

  /**
   * Puts the factor into force that was begun last.
   *
   * @return the recovery codes, which are not known again
   * @throws HawserException.Invalid when the code is wrong
   * @throws HawserException.Conflict when none was begun, or one is in force
   */
  public List<String> confirm(UserId user, String code) {
    FactorRow factor = factors.find(user.value()).orElseThrow(SecondFactors::none);
    if (factor.inForce()) {
      throw enabled();
    }
    OptionalLong step = stepOf(factor, code);
    if (step.isEmpty()) {
      throw wrong();
    }
    List<String> codes = RecoveryCodes.next();
    return transactions.executeWrite(
        status -> {
          lock(user);
          UUID item = factor.vaultItemId();
          if (factors.confirm(user.value(), item, step.getAsLong(), clock.instant()) == 0) {
            throw none(); // another one was begun meanwhile, or this one confirmed
          }
          add(user, codes);
          return codes;
        });
  }

  /**
   * Whether this is a code of the factor in force or a recovery code; it counts only once. Of two
   * that present the same code at once one is right.
   */
  public boolean accept(UserId user, String code) {
    FactorRow factor = factors.find(user.value()).filter(FactorRow::inForce).orElse(null);
    if (factor == null) {
      return false;
    }
    String digits = code.replaceAll("\\s", "");
    if (!Totp.isCode(digits)) {
      return factors.useRecoveryCode(user.value(), RecoveryCodes.hash(user, code)) > 0;
    }
    OptionalLong step = stepOf(factor, digits);
    return step.isPresent()
        && factors.useStep(user.value(), factor.vaultItemId(), step.getAsLong()) > 0;
  }

  /**
   * Replaces the recovery codes.
   *
   * @return the new ones, which are not known again
   * @throws HawserException.Conflict when no factor is in force
   */
  public List<String> renewRecoveryCodes(UserId user) {
    List<String> codes = RecoveryCodes.next();
    return transactions.executeWrite(
        status -> {
          lock(user);
          if (current(user).isEmpty()) {
            throw none();
          }
          factors.deleteRecoveryCodes(user.value());
          add(user, codes);
          return codes;
        });
  }

  /** Removes a factor, whether in force or not, and its codes; says whether there was one. */
  public boolean remove(UserId user) {
    return transactions.executeWrite(
        status -> {
          factors.lock(user.value());
          return secrets.deleteOf(user.value(), PURPOSE) > 0;
        });
  }

  private void add(UserId user, List<String> codes) {
    codes.forEach(code -> factors.addRecoveryCode(user.value(), RecoveryCodes.hash(user, code)));
  }

  private void lock(UserId user) {
    if (factors.lock(user.value()) == 0) {
      throw none();
    }
  }

  private OptionalLong stepOf(FactorRow factor, String code) {
    String digits = code.replaceAll("\\s", "");
    if (!Totp.isCode(digits)) {
      return OptionalLong.empty();
    }
    Binding binding =
        Binding.ofUser(factor.organization(), factor.userId(), PURPOSE, factor.vaultItemId());
    Sealed sealed =
        new Sealed(new WrappedKey(factor.keyId(), factor.wrappedKey()), factor.ciphertext());
    return Totp.stepOf(vault.open(binding, sealed), digits, clock.instant());
  }

  private static String uri(String secret, EmailAddress email) {
    return "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d"
        .formatted(
            ISSUER,
            URLEncoder.encode(email.value(), UTF_8).replace("+", "%20"),
            secret,
            ISSUER,
            Totp.DIGITS,
            Totp.STEP_SECONDS);
  }

  /** What is answered to a code that is not right. */
  public static HawserException.Invalid wrong() {
    String message = "code is not right: it may be old, or used before";
    return new HawserException.Invalid(WRONG, message, List.of(Problem.at("/code", message)));
  }

  private static HawserException.Conflict enabled() {
    return new HawserException.Conflict(ENABLED, "A second factor is in force; remove it first.");
  }

  /** There is none that could be confirmed, used or removed. */
  public static HawserException.Conflict none() {
    return new HawserException.Conflict(NONE, "There is no second factor for this.");
  }
}

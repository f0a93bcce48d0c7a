package dev.hawser.identity.internal.account;

import dev.hawser.core.config.Secret;
import dev.hawser.identity.internal.hash.RandomSecret;
import dev.hawser.identity.internal.hash.Sha256;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tokens in the links that we give out. Only their SHA-256 is stored: they are random enough
 * that nobody guesses what belongs to it.
 */
@Singleton
final class OneTimeTokens {
  private static final Duration RESET = Duration.ofHours(1);
  private static final Duration CONFIRMATION = Duration.ofDays(1);

  /** What a token opens. */
  enum Purpose {
    INVITATION("invitation"),
    PASSWORD_RESET("password-reset"),
    EMAIL("email");

    private final String id;

    Purpose(String id) {
      this.id = id;
    }
  }

  /** How the token gets to the person. */
  enum Way {
    /** By mail: who has it reads mails to the address. */
    MAILED,
    /** Shown to somebody else, who passes it on. */
    SHOWN
  }

  private final TokenRepository rows;
  private final InstantSource clock;

  OneTimeTokens(TokenRepository rows, InstantSource clock) {
    this.rows = rows;
    this.clock = clock;
  }

  Secret ofInvitation(InvitationRow invitation, Way way) {
    return insert(
        Purpose.INVITATION, invitation.id(), null, invitation.email(), way, invitation.expiresAt());
  }

  Secret ofReset(MemberRow user, Way way) {
    Instant end = clock.instant().plus(RESET);
    return insert(Purpose.PASSWORD_RESET, null, user.id(), user.email(), way, end);
  }

  /**
   * @param email the address that is to become the user's, or to be proven
   */
  Secret ofEmail(MemberRow user, String email) {
    return insert(
        Purpose.EMAIL, null, user.id(), email, Way.MAILED, clock.instant().plus(CONFIRMATION));
  }

  /** The token's row, if it holds. */
  Optional<TokenRow> find(Purpose purpose, Secret token) {
    return RandomSecret.isOne(token.reveal())
        ? rows.find(hash(token), purpose.id, clock.instant())
        : Optional.empty();
  }

  /**
   * Uses a token up, in the transaction of what it is used for. Of several who do it at once, the
   * others wait for the first one and are then refused.
   *
   * @throws dev.hawser.core.error.HawserException.NotFound when it does not hold any more
   */
  TokenRow use(Purpose purpose, Secret token) {
    TokenRow row = find(purpose, token).orElseThrow(AccountErrors::badLink);
    if (rows.delete(row.tokenHash()) == 0) {
      throw AccountErrors.badLink();
    }
    return row;
  }

  void endOfInvitation(UUID invitation) {
    rows.deleteOfInvitation(invitation);
  }

  void endOfUser(UUID user, Purpose purpose) {
    rows.deleteOfUser(user, purpose.id);
  }

  void forgetOld() {
    rows.deleteOld(clock.instant());
  }

  private Secret insert(
      Purpose purpose,
      @Nullable UUID invitation,
      @Nullable UUID user,
      String email,
      Way way,
      Instant end) {
    Secret token = new Secret(RandomSecret.next());
    rows.insert(
        hash(token), purpose.id, invitation, user, email, way == Way.MAILED, clock.instant(), end);
    return token;
  }

  private static String hash(Secret token) {
    return Sha256.hex(token.reveal());
  }
}

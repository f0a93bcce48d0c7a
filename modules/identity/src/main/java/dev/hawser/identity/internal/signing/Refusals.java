package dev.hawser.identity.internal.signing;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException.Unauthenticated;

/** Why a token does not hold: one code for each reason, and what the customer is to do. */
public final class Refusals {
  private static final ErrorCode MISSING = new ErrorCode("identity.token-missing");
  private static final ErrorCode MALFORMED = new ErrorCode("identity.token-malformed");
  private static final ErrorCode TOO_LARGE = new ErrorCode("identity.token-too-large");
  private static final ErrorCode ALGORITHM = new ErrorCode("identity.token-algorithm");
  private static final ErrorCode CLAIMS = new ErrorCode("identity.token-claims");
  private static final ErrorCode EXPIRED = new ErrorCode("identity.token-expired");
  private static final ErrorCode NOT_YET = new ErrorCode("identity.token-not-yet-valid");
  private static final ErrorCode FUTURE = new ErrorCode("identity.token-issued-in-future");
  private static final ErrorCode NO_KEYS = new ErrorCode("identity.no-signing-keys");
  private static final ErrorCode KEY_UNKNOWN = new ErrorCode("identity.token-key-unknown");
  private static final ErrorCode SIGNATURE = new ErrorCode("identity.token-signature");
  private static final ErrorCode ISSUER = new ErrorCode("identity.token-issuer");
  private static final ErrorCode AUDIENCE = new ErrorCode("identity.token-audience");

  private Refusals() {}

  /** There is no token at all. */
  public static Unauthenticated missing() {
    return new Unauthenticated(
        MISSING, "This needs a user token in the header Authorization: Bearer eyJ…");
  }

  static Unauthenticated malformed(String what) {
    return new Unauthenticated(MALFORMED, "This is not a signed JSON Web Token: " + what);
  }

  static Unauthenticated tooLarge(int limit) {
    return new Unauthenticated(
        TOO_LARGE, "The token is longer than %,d characters.".formatted(limit));
  }

  static Unauthenticated algorithm() {
    return new Unauthenticated(
        ALGORITHM, "The token must be signed with RS256, and its header must say so.");
  }

  static Unauthenticated claim(String name, String what) {
    return new Unauthenticated(CLAIMS, "The token's claim " + name + " " + what + ".");
  }

  static Unauthenticated expired() {
    return new Unauthenticated(EXPIRED, "The token has expired; sign a new one.");
  }

  static Unauthenticated notYetValid() {
    return new Unauthenticated(
        NOT_YET, "The token is not valid yet (nbf): is the clock of the signing server ahead?");
  }

  static Unauthenticated issuedInFuture() {
    return new Unauthenticated(
        FUTURE,
        "The token was issued in the future (iat): is the clock of the signing server ahead, or is"
            + " the claim in milliseconds instead of seconds?");
  }

  static Unauthenticated noKeys() {
    return new Unauthenticated(
        NO_KEYS, "This project has no signing key, so no user token can be verified.");
  }

  static Unauthenticated keyUnknown() {
    return new Unauthenticated(
        KEY_UNKNOWN,
        "No active signing key of this project has the token's key id (kid), and none has made its"
            + " signature.");
  }

  static Unauthenticated signature() {
    return new Unauthenticated(
        SIGNATURE, "The token's signature is not one of an active signing key of this project.");
  }

  static Unauthenticated issuer() {
    return new Unauthenticated(
        ISSUER, "The token's issuer (iss) is not the one that the signing key asks for.");
  }

  static Unauthenticated audience() {
    return new Unauthenticated(
        AUDIENCE, "The token's audience (aud) is not the one that the signing key asks for.");
  }
}

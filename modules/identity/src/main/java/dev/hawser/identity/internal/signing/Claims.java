package dev.hawser.identity.internal.signing;

import dev.hawser.core.error.HawserException;
import dev.hawser.identity.ConnectedUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token says. The times are looked at before the signature, because that is cheap and a
 * token that has expired is refused whoever signed it.
 */
record Claims(
    String subject,
    Instant issuedAt,
    Instant expiresAt,
    @Nullable Instant notBefore,
    @Nullable String issuer,
    List<String> audience) {
  /** How far the clocks of the customer's servers may be off. */
  static final Duration TOLERANCE = Duration.ofSeconds(60);

  private static final long MAX_SECONDS = 253_402_300_799L; // the year 9999

  /**
   * @throws HawserException.Unauthenticated when a claim is missing or of the wrong form
   */
  static Claims of(Map<?, ?> json) {
    Instant issuedAt = moment(json, "iat");
    Instant expiresAt = moment(json, "exp");
    if (issuedAt == null) {
      throw Refusals.claim("iat", "is missing");
    }
    if (expiresAt == null) {
      throw Refusals.claim("exp", "is missing");
    }
    return new Claims(
        subject(json),
        issuedAt,
        expiresAt,
        moment(json, "nbf"),
        text(json.get("iss"), "iss"),
        audience(json.get("aud")));
  }

  /**
   * @throws HawserException.Unauthenticated when the token does not hold at this moment
   */
  void checkTimes(Instant now) {
    Instant latest = now.plus(TOLERANCE);
    if (issuedAt.isAfter(latest)) {
      throw Refusals.issuedInFuture();
    }
    if (notBefore != null && notBefore.isAfter(latest)) {
      throw Refusals.notYetValid();
    }
    if (!now.isBefore(expiresAt.plus(TOLERANCE))) {
      throw Refusals.expired();
    }
  }

  private static String subject(Map<?, ?> json) {
    String subject = text(json.get("sub"), "sub");
    if (subject == null) {
      throw Refusals.claim("sub", "is missing");
    }
    if (subject.isBlank() || subject.length() > ConnectedUser.MAX_USER_ID) {
      throw Refusals.claim(
          "sub",
          "must have 1 to " + ConnectedUser.MAX_USER_ID + " characters that are not all blank");
    }
    if (!isPlainText(subject)) {
      throw Refusals.claim("sub", "must not contain control characters or halves of characters");
    }
    return subject;
  }

  private static boolean isPlainText(String text) {
    return text.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  private static @Nullable String text(@Nullable Object value, String name) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      default -> throw Refusals.claim(name, "must be a text");
    };
  }

  private static List<String> audience(@Nullable Object value) {
    if (!(value instanceof List<?> list)) {
      String one = text(value, "aud");
      return one == null ? List.of() : List.of(one);
    }
    List<String> all = new ArrayList<>();
    for (Object each : list) {
      if (!(each instanceof String text)) {
        throw Refusals.claim("aud", "must be a text or a list of texts");
      }
      all.add(text);
    }
    return List.copyOf(all);
  }

  /** Seconds since 1970, with a fraction if somebody likes. */
  private static @Nullable Instant moment(Map<?, ?> json, String name) {
    double seconds;
    switch (json.get(name)) {
      case null -> {
        return null;
      }
      case Long number -> seconds = number;
      case Double number -> seconds = Math.floor(number);
      default -> throw Refusals.claim(name, "must be a number of seconds since 1970");
    }
    if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
      throw Refusals.claim(
          name, "must be between 1970 and 9999, in seconds and not in milliseconds");
    }
    return Instant.ofEpochSecond((long) seconds);
  }
}

package dev.hawser.identity.internal.sso;

import com.nimbusds.jose.JWSObject;
import dev.hawser.core.config.Secret;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether an ID token holds (OpenID Connect Core 1.0, 3.1.3.7). The algorithm is not believed: it
 * must be one that the provider names and we take, and only asymmetric keys get to the verifier.
 */
@Singleton
final class IdTokens {
  static final Duration TOLERANCE = Duration.ofSeconds(60);
  private static final int MAX_LENGTH = 64 * 1_024;
  private static final int MAX_SUBJECT = 255;
  private static final double LAST_SECOND = 253_402_300_799d; // the year 9999

  /**
   * What a token must say.
   *
   * @param nonce what we gave to the browser at the beginning
   */
  record Expected(Provider provider, String clientId, String nonce) {}

  private final Providers providers;
  private final InstantSource clock;

  IdTokens(Providers providers, InstantSource clock) {
    this.providers = providers;
    this.clock = clock;
  }

  /**
   * The claims of a token.
   *
   * @throws HawserException.Unauthenticated when it does not hold
   * @throws HawserException.Unavailable when the provider's keys cannot be read
   */
  Map<?, ?> check(Secret token, Expected expected) {
    if (token.reveal().length() > MAX_LENGTH) {
      throw SignOnErrors.token("it is too long");
    }
    JWSObject jws = parse(token);
    String algorithm = jws.getHeader().getAlgorithm().getName();
    if (!expected.provider().algorithms().contains(algorithm)) {
      throw SignOnErrors.token("its algorithm is none that the provider names and we take");
    }
    if (jws.getHeader().getCriticalParams() != null) {
      throw SignOnErrors.token("it asks for extensions (crit)");
    }
    ProviderKeys keys = providers.keys(expected.provider(), jws.getHeader().getKeyID());
    if (!keys.haveSigned(jws)) {
      throw SignOnErrors.token("none of the provider's keys has signed it");
    }
    Map<?, ?> claims = claims(jws);
    checkParties(claims, expected);
    checkTimes(claims);
    if (!(claims.get("nonce") instanceof String nonce) || !Digest.same(nonce, expected.nonce())) {
      throw SignOnErrors.token("it is for another sign-in (nonce)");
    }
    if (!(claims.get("sub") instanceof String subject)
        || subject.isBlank()
        || subject.length() > MAX_SUBJECT) {
      throw SignOnErrors.token("its subject (sub) is missing or too long");
    }
    return claims;
  }

  private static JWSObject parse(Secret token) {
    try {
      return JWSObject.parse(token.reveal());
    } catch (ParseException | IllegalArgumentException e) {
      throw SignOnErrors.token("it is not a signed JSON Web Token");
    }
  }

  private static Map<?, ?> claims(JWSObject jws) {
    try {
      if (Json.read(jws.getPayload().toBytes()) instanceof Map<?, ?> claims) {
        return claims;
      }
    } catch (Json.MalformedException e) {
      // said below
    }
    throw SignOnErrors.token("its claims are not a JSON object");
  }

  private static void checkParties(Map<?, ?> claims, Expected expected) {
    if (!expected.provider().issuer().equals(claims.get("iss"))) {
      throw SignOnErrors.token("its issuer (iss) is another one");
    }
    List<?> audience =
        switch (claims.get("aud")) {
          case String one -> List.of(one);
          case List<?> many -> many;
          case null, default -> List.of();
        };
    if (!audience.contains(expected.clientId())) {
      throw SignOnErrors.token("it is for another client (aud)");
    }
    Object party = claims.get("azp");
    if (party == null ? audience.size() > 1 : !party.equals(expected.clientId())) {
      throw SignOnErrors.token("it was given to another client (azp)");
    }
  }

  private void checkTimes(Map<?, ?> claims) {
    Instant now = clock.instant();
    Instant expiresAt = moment(claims, "exp");
    Instant issuedAt = moment(claims, "iat");
    Instant notBefore = moment(claims, "nbf");
    if (expiresAt == null || issuedAt == null) {
      throw SignOnErrors.token("it does not say when it was issued (iat) and expires (exp)");
    }
    if (!now.isBefore(expiresAt.plus(TOLERANCE))) {
      throw SignOnErrors.token("it has expired; are the clocks right?");
    }
    Instant latest = now.plus(TOLERANCE);
    if (issuedAt.isAfter(latest) || (notBefore != null && notBefore.isAfter(latest))) {
      throw SignOnErrors.token("it was issued in the future; are the clocks right?");
    }
  }

  private static @Nullable Instant moment(Map<?, ?> claims, String name) {
    return switch (claims.get(name)) {
      case null -> null;
      case Number number when number.doubleValue() >= 0 && number.doubleValue() <= LAST_SECOND ->
          Instant.ofEpochSecond((long) number.doubleValue());
      default -> throw SignOnErrors.token("its claim " + name + " is not a moment");
    };
  }
}

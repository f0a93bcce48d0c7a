package dev.hawser.identity.internal.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.identity.internal.hash.RandomSecret;
import dev.hawser.identity.internal.hash.Sha256;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the cookie of a session holds. Only its hash is kept; what the pages of the console send
 * along against forged requests is derived from it, so it belongs to this session and to no other.
 */
public final class SessionToken {
  private static final byte[] CSRF = "hawser.csrf.1".getBytes(UTF_8);
  private final String text;

  private SessionToken(String text) {
    this.text = text;
  }

  /** A new one. */
  static SessionToken next() {
    return new SessionToken(RandomSecret.next());
  }

  /** The token that somebody presents; empty when it does not have the form of one. */
  public static Optional<SessionToken> parse(String text) {
    return RandomSecret.isOne(text) ? Optional.of(new SessionToken(text)) : Optional.empty();
  }

  /** For the cookie, and for nothing else. */
  public String reveal() {
    return text;
  }

  /** By what the session is found: 64 hex digits. */
  String hash() {
    return Sha256.hex(text);
  }

  /** What a request that changes something has to carry beside the cookie. */
  public String csrfToken() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(text.getBytes(UTF_8), "HmacSHA256"));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(CSRF));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HmacSHA256", e);
    }
  }

  /** Whether a request carries the right one; compared in constant time. */
  public boolean isCsrfToken(String presented) {
    return MessageDigest.isEqual(csrfToken().getBytes(UTF_8), presented.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return "SessionToken[***]";
  }
}

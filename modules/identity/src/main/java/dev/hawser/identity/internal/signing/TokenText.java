package dev.hawser.identity.internal.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JWSObject;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token, taken apart but not verified. Stricter than the library, which overlooks characters that
 * are not of the alphabet and some repeated names: what two readers may read in two ways is
 * refused.
 *
 * @param keyId which key the token says it was signed with
 */
record TokenText(JWSObject token, Claims claims, @Nullable String keyId) {
  /** With the other headers of a request it must stay below the 8 KiB that servers read. */
  static final int MAX_LENGTH = 6_144;

  private static final String RS256 = "RS256";

  /**
   * @throws HawserException.Unauthenticated when it is none that could hold
   */
  static TokenText parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw Refusals.tooLarge(MAX_LENGTH);
    }
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    if (first < 0 || second < 0 || text.indexOf('.', second + 1) >= 0) {
      throw Refusals.malformed("it must have three parts, separated by dots.");
    }
    Map<?, ?> header = object(text.substring(0, first), "header");
    if (!RS256.equals(header.get("alg"))) {
      throw Refusals.algorithm();
    }
    if (header.containsKey("crit")) {
      throw Refusals.malformed("its header asks for extensions (crit), and none is known here.");
    }
    if (!(header.get("kid") instanceof String) && header.get("kid") != null) {
      throw Refusals.malformed("its key id (kid) must be a text.");
    }
    Claims claims = Claims.of(object(text.substring(first + 1, second), "claims"));
    String signature = text.substring(second + 1);
    byte[] bytes = decode(signature, "signature");
    if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(signature)) {
      throw Refusals.malformed("its signature is not Base64url as RFC 7515 writes it.");
    }
    try {
      return new TokenText(JWSObject.parse(text), claims, (String) header.get("kid"));
    } catch (ParseException | IllegalArgumentException e) {
      throw Refusals.malformed("its header has something that does not belong there.");
    }
  }

  private static Map<?, ?> object(String part, String name) {
    try {
      if (Json.read(decode(part, name)) instanceof Map<?, ?> map) {
        return map;
      }
      throw Refusals.malformed("its " + name + " must be a JSON object.");
    } catch (Json.MalformedException e) {
      throw Refusals.malformed("its " + name + " cannot be read as JSON, " + e.getMessage() + ".");
    }
  }

  private static byte[] decode(String part, String name) {
    if (part.indexOf('=') < 0) {
      try {
        return Base64.getUrlDecoder().decode(part.getBytes(US_ASCII));
      } catch (IllegalArgumentException e) {
        // Said below.
      }
    }
    throw Refusals.malformed("its " + name + " is not Base64url without padding.");
  }
}

package dev.hawser.identity.internal.factor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords, RFC 6238 over RFC 4226, with what every authenticator app assumes:
 * HMAC-SHA-1, six digits, steps of 30 seconds. A clock may be one step off.
 */
final class Totp {
  static final int SECRET_BYTES = 20;
  static final int DIGITS = 6;
  static final int STEP_SECONDS = 30;
  private static final Pattern FORM = Pattern.compile("\\d{" + DIGITS + "}");

  private Totp() {}

  /** Whether a text has the form of a code. */
  static boolean isCode(String text) {
    return FORM.matcher(text).matches();
  }

  static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
  }

  /** The step of which this is the code, if it is one of now or beside it; the newest first. */
  static OptionalLong stepOf(byte[] secret, String code, Instant now) {
    long current = step(now);
    byte[] presented = code.getBytes(US_ASCII);
    long found = -1;
    for (long step = current - 1; step <= current + 1; step++) {
      if (MessageDigest.isEqual(code(secret, step, DIGITS).getBytes(US_ASCII), presented)) {
        found = step; // no early end, so that it takes the same time whichever it is
      }
    }
    return found < 0 ? OptionalLong.empty() : OptionalLong.of(found);
  }

  /** RFC 4226, section 5.3. */
  static String code(byte[] secret, long step, int digits) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xF;
      int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
      String text = Long.toString(number % (long) Math.pow(10, digits));
      return "0".repeat(digits - text.length()) + text;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HmacSHA1", e);
    }
  }
}

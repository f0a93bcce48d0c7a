package dev.hawser.identity.internal.factor;

import java.time.Instant;
import org.bouncycastle.util.encoders.Base32;

/** An authenticator app for tests of other packages. */
public final class TotpTestAccess {
  private TotpTestAccess() {}

  /** What the app shows at a moment. */
  public static String code(String secret, Instant at) {
    return Totp.code(Base32.decode(secret), Totp.step(at), Totp.DIGITS);
  }
}

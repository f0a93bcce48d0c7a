package dev.hawser.identity.internal.signing;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * Which RSA keys are taken. Shorter ones can be broken (NIST SP 800-57), longer ones and large
 * exponents make each check expensive for us, small exponents are where implementations fail.
 */
final class KeyStrength {
  private static final int MIN_BITS = 2_048;
  private static final int MAX_BITS = 4_096;
  private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65_537);
  private static final int MAX_EXPONENT_BITS = 33;

  private KeyStrength() {}

  /** What is wrong with a key, as the end of "the key …"; empty when nothing is. */
  static Optional<String> problem(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    BigInteger exponent = key.getPublicExponent();
    if (bits < MIN_BITS || bits > MAX_BITS) {
      return Optional.of(
          "must have %,d to %,d bits, and has %,d".formatted(MIN_BITS, MAX_BITS, bits));
    }
    if (exponent.compareTo(MIN_EXPONENT) < 0
        || exponent.bitLength() > MAX_EXPONENT_BITS
        || !exponent.testBit(0)) {
      return Optional.of("must have the public exponent 65537, as usual");
    }
    return Optional.empty();
  }
}

package dev.hawser.identity.internal.signing;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** Makes RSA key pairs, one at a time: each costs about half a second of a core. */
final class KeyPairs {
  /** As strong as AES-128, which NIST (SP 800-57) asks for beyond 2030. */
  static final int BITS = 3_072;

  private final ReentrantLock turn = new ReentrantLock(true);

  KeyPair next() {
    turn.lock();
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has RSA", e);
    } finally {
      turn.unlock();
    }
  }

  /** PKCS #8, which every JWT library reads. */
  static String privatePem(KeyPair pair) {
    return pem("PRIVATE KEY", Objects.requireNonNull(pair.getPrivate().getEncoded()));
  }

  static String publicPem(byte[] encoded) {
    return pem("PUBLIC KEY", encoded);
  }

  private static String pem(String type, byte[] encoded) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}

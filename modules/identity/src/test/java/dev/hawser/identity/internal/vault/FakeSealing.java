package dev.hawser.identity.internal.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** How a fake encrypts with a key of its own: the key's mark, a nonce, AES-GCM. */
final class FakeSealing {
  private static final int MARK = 8;
  private static final int NONCE = 12;
  private final byte[] secret = new byte[32];

  FakeSealing() {
    new SecureRandom().nextBytes(secret);
  }

  byte[] seal(String key, byte[] text, byte[] context) {
    byte[] nonce = new byte[NONCE];
    new SecureRandom().nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce);
      cipher.updateAAD(context);
      byte[] sealed = cipher.doFinal(text);
      return ByteBuffer.allocate(MARK + NONCE + sealed.length)
          .put(mark(key))
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  boolean isOf(String key, byte[] sealed) {
    return sealed.length > MARK && Arrays.equals(mark(key), Arrays.copyOf(sealed, MARK));
  }

  byte[] open(String key, byte[] sealed, byte[] context) throws GeneralSecurityException {
    if (!isOf(key, sealed) || sealed.length < MARK + NONCE) {
      throw new GeneralSecurityException("of another key");
    }
    Cipher cipher =
        cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOfRange(sealed, MARK, MARK + NONCE));
    cipher.updateAAD(context);
    return cipher.doFinal(Arrays.copyOfRange(sealed, MARK + NONCE, sealed.length));
  }

  private Cipher cipher(int mode, String key, byte[] nonce) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(secret);
    byte[] own = digest.digest(key.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(own, "AES"), new GCMParameterSpec(128, nonce));
    return cipher;
  }

  private static byte[] mark(String key) {
    try {
      return Arrays.copyOf(
          MessageDigest.getInstance("SHA-256")
              .digest(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
          MARK);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}

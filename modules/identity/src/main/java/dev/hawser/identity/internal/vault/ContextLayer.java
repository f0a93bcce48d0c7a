package dev.hawser.identity.internal.vault;

import com.google.crypto.tink.subtle.AesGcmJce;
import dev.hawser.identity.internal.vault.KeyEncryption.DamagedException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Binds a context where the key service cannot: it wraps a fresh key, and that one encrypts the
 * data key with the context as associated data. The form is a version, the length of the wrapped
 * fresh key in two bytes, that key, and the ciphertext.
 */
final class ContextLayer {
  private static final byte VERSION = 1;
  private static final int HEAD = 3;
  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private ContextLayer() {}

  static byte[] wrap(byte[] dataKey, byte[] context, UnaryOperator<byte[]> service) {
    byte[] fresh = new byte[KEY_BYTES];
    RANDOM.nextBytes(fresh);
    try {
      byte[] ciphertext = new AesGcmJce(fresh).encrypt(dataKey, context);
      byte[] wrapped = service.apply(fresh);
      return ByteBuffer.allocate(HEAD + wrapped.length + ciphertext.length)
          .put(VERSION)
          .putShort((short) wrapped.length)
          .put(wrapped)
          .put(ciphertext)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a fresh key encrypts", e);
    } finally {
      Arrays.fill(fresh, (byte) 0);
    }
  }

  static byte[] unwrap(byte[] bytes, byte[] context, UnaryOperator<byte[]> service)
      throws DamagedException {
    int end = bytes.length < HEAD ? 0 : HEAD + ByteBuffer.wrap(bytes).getShort(1);
    if (end <= HEAD || end > bytes.length || bytes[0] != VERSION) {
      throw new DamagedException(new GeneralSecurityException("not of the form"));
    }
    byte[] fresh = service.apply(Arrays.copyOfRange(bytes, HEAD, end));
    try {
      return new AesGcmJce(fresh).decrypt(Arrays.copyOfRange(bytes, end, bytes.length), context);
    } catch (GeneralSecurityException e) {
      throw new DamagedException(e);
    } finally {
      Arrays.fill(fresh, (byte) 0);
    }
  }
}

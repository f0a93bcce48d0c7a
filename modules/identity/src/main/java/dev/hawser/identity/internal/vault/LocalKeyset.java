package dev.hawser.identity.internal.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys of 256 bits for AES-GCM, oldest first, one of them the current one. Its text is Tink's JSON
 * form of a keyset. Immutable.
 */
final class LocalKeyset {
  private static final String PREFIX = "local:";

  private static final Configuration TINK = AeadConfig2026.get();

  private final KeysetHandle handle;
  private final Map<String, Aead> keys;

  private LocalKeyset(KeysetHandle handle) throws GeneralSecurityException {
    Map<String, Aead> all = new LinkedHashMap<>();
    for (int i = 0; i < handle.size(); i++) {
      KeysetHandle.Entry entry = handle.getAt(i);
      if (!(entry.getKey() instanceof AesGcmKey key)
          || !entry.getStatus().equals(KeyStatus.ENABLED)) {
        throw new GeneralSecurityException(id(entry) + " is not an enabled key for AES-GCM");
      }
      all.put(id(entry), AesGcmJce.create(key));
    }
    this.handle = handle;
    this.keys = Collections.unmodifiableMap(all);
  }

  /** Whether a key of that id is in some keyset, and not in a cloud. */
  static boolean isIdOfOne(String id) {
    return id.startsWith(PREFIX);
  }

  /** A keyset with one new key. */
  static LocalKeyset create() {
    return build(KeysetHandle.newBuilder().addEntry(newKey().makePrimary()));
  }

  /**
   * Reads a keyset.
   *
   * @throws UnreadableException when it is not one of ours; without a word of its content
   */
  static LocalKeyset parse(String json) throws UnreadableException {
    try {
      return new LocalKeyset(
          TinkJsonProtoKeysetFormat.parseKeyset(json, TINK, InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new UnreadableException(); // the cause may quote the text
    }
  }

  /** The text is not a keyset. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private UnreadableException() {
      super("not a keyset with enabled AES-GCM keys in Tink's JSON form");
    }
  }

  /** The keyset as text: whoever has it can read everything in the vault. */
  String json() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(handle, TINK, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a keyset that was built can be written", e);
    }
  }

  /** The same with one more key, which is not the current one yet. */
  LocalKeyset withNewKey() {
    return build(KeysetHandle.newBuilder(handle).addEntry(newKey()));
  }

  /** The same with its newest key as the current one. */
  LocalKeyset withNewestCurrent() {
    KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle);
    builder.getAt(builder.size() - 1).makePrimary();
    return build(builder);
  }

  /** Ids, oldest first. */
  List<String> ids() {
    return new ArrayList<>(keys.keySet());
  }

  String current() {
    return id(handle.getPrimary());
  }

  /** The cipher of a key; null when there is none. */
  @Nullable Aead find(String id) {
    return keys.get(id);
  }

  private static KeysetHandle.Builder.Entry newKey() {
    return KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
        .withRandomId();
  }

  private static LocalKeyset build(KeysetHandle.Builder builder) {
    try {
      return new LocalKeyset(builder.setConfiguration(TINK).build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a keyset of keys that we make can be built", e);
    }
  }

  private static String id(KeysetHandle.Entry entry) {
    return PREFIX + Integer.toUnsignedString(entry.getId());
  }
}

package dev.hawser.identity.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.identity.internal.vault.KeyEncryption.DamagedException;
import dev.hawser.identity.internal.vault.KeyEncryption.KeyMissingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What every keeper of key-encryption keys must do. */
abstract class KeyEncryptionContract {
  private static final byte[] DATA_KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final byte[] CONTEXT = "acme/main/secret".getBytes(UTF_8);

  /** Keys of an installation with at least one key. */
  abstract KeyEncryption keys() throws Exception;

  /** The same after a rotation: one more key, which is the current one. */
  abstract KeyEncryption rotated(KeyEncryption keys) throws Exception;

  @Test
  final void what_was_wrapped_unwraps_with_the_same_context() throws Exception {
    KeyEncryption keys = keys();
    WrappedKey wrapped = keys.wrap(DATA_KEY, CONTEXT);
    assertThat(wrapped.keyId()).isEqualTo(keys.current());
    assertThat(keys.keys()).contains(keys.current()).doesNotHaveDuplicates();
    assertThat(new String(wrapped.bytes(), UTF_8)).doesNotContain("0123456789abcdef");
    assertThat(keys.unwrap(wrapped, CONTEXT)).isEqualTo(DATA_KEY);
  }

  @Test
  final void the_same_key_never_looks_the_same() throws Exception {
    KeyEncryption keys = keys();
    assertThat(keys.wrap(DATA_KEY, CONTEXT).bytes())
        .isNotEqualTo(keys.wrap(DATA_KEY, CONTEXT).bytes());
  }

  @Test
  final void another_context_does_not_unwrap() throws Exception {
    KeyEncryption keys = keys();
    WrappedKey wrapped = keys.wrap(DATA_KEY, CONTEXT);
    assertThatThrownBy(() -> keys.unwrap(wrapped, "acme/other".getBytes(UTF_8)))
        .isInstanceOf(DamagedException.class);
    assertThatThrownBy(() -> keys.unwrap(wrapped, new byte[0]))
        .isInstanceOf(DamagedException.class);
  }

  @Test
  final void a_changed_byte_does_not_unwrap() throws Exception {
    KeyEncryption keys = keys();
    WrappedKey wrapped = keys.wrap(DATA_KEY, CONTEXT);
    for (int i = 0; i < wrapped.bytes().length; i++) {
      byte[] changed = wrapped.bytes();
      changed[i] ^= 1;
      assertThatThrownBy(() -> keys.unwrap(new WrappedKey(wrapped.keyId(), changed), CONTEXT))
          .as("byte %d", i)
          .isInstanceOf(DamagedException.class);
    }
    assertThatThrownBy(() -> keys.unwrap(new WrappedKey(wrapped.keyId(), new byte[0]), CONTEXT))
        .isInstanceOf(DamagedException.class);
  }

  @Test
  final void an_unknown_key_is_told_apart() throws Exception {
    KeyEncryption keys = keys();
    byte[] bytes = keys.wrap(DATA_KEY, CONTEXT).bytes();
    assertThatThrownBy(() -> keys.unwrap(new WrappedKey("local:1", bytes), CONTEXT))
        .isInstanceOf(KeyMissingException.class)
        .hasMessageContaining("local:1");
  }

  @Test
  final void after_a_rotation_old_keys_unwrap_and_the_new_one_wraps() throws Exception {
    KeyEncryption before = keys();
    WrappedKey old = before.wrap(DATA_KEY, CONTEXT);
    KeyEncryption after = rotated(before);
    assertThat(after.current()).isNotEqualTo(old.keyId());
    assertThat(after.keys()).endsWith(after.current()).contains(old.keyId());
    assertThat(after.unwrap(old, CONTEXT)).isEqualTo(DATA_KEY);
    WrappedKey wrapped = after.wrap(DATA_KEY, CONTEXT);
    assertThat(wrapped.keyId()).isEqualTo(after.current());
    assertThat(after.unwrap(wrapped, CONTEXT)).isEqualTo(DATA_KEY);
    assertThatThrownBy(() -> after.unwrap(new WrappedKey(old.keyId(), wrapped.bytes()), CONTEXT))
        .isInstanceOf(DamagedException.class);
  }

  @Test
  final void many_threads_share_it() throws Exception {
    KeyEncryption keys = keys();
    List<Callable<byte[]>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      byte[] context = ("c" + i).getBytes(UTF_8);
      calls.add(() -> keys.unwrap(keys.wrap(DATA_KEY, context), context));
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var result : threads.invokeAll(calls)) {
        assertThat(result.get()).isEqualTo(DATA_KEY);
      }
    }
  }
}

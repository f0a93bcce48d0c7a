package dev.hawser.identity.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalKeyEncryptionTest extends KeyEncryptionContract {
  @Override
  KeyEncryption keys() {
    return new LocalKeyEncryption(LocalKeyset.create(), Optional::empty);
  }

  @Override
  KeyEncryption rotated(KeyEncryption keys) throws Exception {
    LocalKeyset next = ((LocalKeyEncryption) keys).keyset().withNewKey().withNewestCurrent();
    return new LocalKeyEncryption(LocalKeyset.parse(next.json()), Optional::empty);
  }

  @Test
  void a_keyset_survives_being_text() throws Exception {
    LocalKeyset keyset = LocalKeyset.create().withNewKey();
    LocalKeyset read = LocalKeyset.parse(keyset.json());
    assertThat(read.ids()).isEqualTo(keyset.ids()).hasSize(2);
    assertThat(read.current()).isEqualTo(keyset.ids().getFirst());
    assertThat(read.withNewestCurrent().current()).isEqualTo(keyset.ids().getLast());
  }

  @Test
  void a_key_that_another_replica_has_added_is_found() throws Exception {
    LocalKeyset before = LocalKeyset.create();
    LocalKeyset after = before.withNewKey().withNewestCurrent();
    KeyEncryption slow = new LocalKeyEncryption(before, () -> Optional.of(after));
    byte[] context = "c".getBytes(UTF_8);
    WrappedKey wrapped = new LocalKeyEncryption(after, Optional::empty).wrap(new byte[32], context);
    assertThat(slow.unwrap(wrapped, context)).isEqualTo(new byte[32]);
    assertThat(slow.current()).isEqualTo(before.current());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "secret-looking text",
        "{\"primaryKeyId\":1,\"key\":[]}",
        """
        {"primaryKeyId":1,"key":[{"keyData":{"typeUrl":"type.googleapis.com/google.crypto.tink.AesGcmKey",\
        "value":"secret-looking","keyMaterialType":"SYMMETRIC"},"status":"ENABLED","keyId":1,\
        "outputPrefixType":"TINK"}]}"""
      })
  void what_is_no_keyset_is_refused_without_being_quoted(String text) {
    assertThatThrownBy(() -> LocalKeyset.parse(text))
        .isInstanceOf(LocalKeyset.UnreadableException.class)
        .hasNoCause()
        .hasMessageNotContaining("secret");
  }
}

package dev.hawser.identity.internal.vault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VaultTest {
  private static final byte[] VALUE = "hunter22-hunter22".getBytes(UTF_8);

  private final LocalKeyEncryption keys =
      new LocalKeyEncryption(LocalKeyset.create(), Optional::empty);
  private final Vault vault = new Vault(keys);
  private final ProjectId project = new ProjectId(UUID.randomUUID());
  private final Binding binding =
      new Binding(
          new OrganizationId(UUID.randomUUID()),
          project,
          "environment-secret/A",
          UUID.randomUUID());

  @Test
  void a_value_comes_back_and_is_not_in_what_is_stored() {
    Sealed sealed = vault.seal(binding, VALUE);
    assertThat(vault.open(binding, sealed)).isEqualTo(VALUE);
    assertThat(new String(sealed.ciphertext(), ISO_8859_1)).doesNotContain("hunter");
    assertThat(sealed.toString()).doesNotContain("hunter");
    assertThat(vault.seal(binding, VALUE).ciphertext()).isNotEqualTo(sealed.ciphertext());
  }

  @Test
  void it_does_not_decrypt_for_anybody_else() {
    Sealed sealed = vault.seal(binding, VALUE);
    UUID other = UUID.randomUUID();
    List<Binding> others =
        List.of(
            new Binding(
                new OrganizationId(other), binding.owner(), binding.purpose(), binding.item()),
            new Binding(
                binding.organization(), new ProjectId(other), binding.purpose(), binding.item()),
            new Binding(
                binding.organization(), binding.owner(), "environment-secret/B", binding.item()),
            Binding.ofUser(
                binding.organization(), project.value(), binding.purpose(), binding.item()),
            Binding.ofOrganization(binding.organization(), binding.purpose(), binding.item()),
            new Binding(binding.organization(), binding.owner(), binding.purpose(), other));
    for (Binding elsewhere : others) {
      assertThatThrownBy(() -> vault.open(elsewhere, sealed))
          .isInstanceOf(HawserException.Internal.class);
      assertThatThrownBy(() -> vault.rewrap(elsewhere, sealed.key()))
          .isInstanceOf(HawserException.Internal.class);
    }
  }

  @Test
  void key_and_value_of_two_items_cannot_be_mixed() {
    Sealed one = vault.seal(binding, VALUE);
    Sealed two = vault.seal(binding, "other-value".getBytes(UTF_8));
    assertThatThrownBy(() -> vault.open(binding, new Sealed(one.key(), two.ciphertext())))
        .isInstanceOf(HawserException.Internal.class);
  }

  @Test
  void a_re_wrapped_key_opens_the_same_ciphertext() {
    Sealed sealed = vault.seal(binding, VALUE);
    keys.use(keys.keyset().withNewKey().withNewestCurrent());
    WrappedKey next = vault.rewrap(binding, sealed.key());
    assertThat(next.keyId()).isEqualTo(keys.current()).isNotEqualTo(sealed.key().keyId());
    assertThat(vault.open(binding, new Sealed(next, sealed.ciphertext()))).isEqualTo(VALUE);
  }

  @Test
  void a_missing_key_is_named() {
    Sealed sealed = vault.seal(binding, VALUE);
    Vault other = new Vault(new LocalKeyEncryption(LocalKeyset.create(), Optional::empty));
    assertThatThrownBy(() -> other.open(binding, sealed))
        .isInstanceOf(HawserException.Unavailable.class)
        .hasMessageContaining(sealed.key().keyId());
  }
}

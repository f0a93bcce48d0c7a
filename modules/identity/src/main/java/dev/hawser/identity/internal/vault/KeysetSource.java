package dev.hawser.identity.internal.vault;

import java.util.Optional;

/** Where the text of a keyset is. */
public sealed interface KeysetSource permits KeysetSource.Given, KeysetFile {
  /** The text; empty when there is none yet. */
  Optional<String> read();

  /** For people: {@code the file /var/lib/hawser/vault-keyset.json}. */
  String shown();

  /** The keyset itself, in a setting: only who gave it can change it. */
  record Given(String json) implements KeysetSource {
    @Override
    public Optional<String> read() {
      return Optional.of(json);
    }

    @Override
    public String shown() {
      return "the setting hawser.vault.keyset";
    }

    @Override
    public String toString() {
      return "Given[***]";
    }
  }
}

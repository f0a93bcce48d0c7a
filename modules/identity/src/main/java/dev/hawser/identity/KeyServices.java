package dev.hawser.identity;

import dev.hawser.vault.KeyService;
import java.util.List;
import java.util.Optional;

/**
 * Keys of clouds that the vault may use.
 *
 * @param wrapping the one that new data keys are wrapped with; empty where the keyset's is
 * @param others keys that data may be under: of before a change, or of what will be one
 */
public record KeyServices(Optional<KeyService> wrapping, List<KeyService> others) {
  /** Everything is under keys of the keyset. */
  public static final KeyServices NONE = new KeyServices(Optional.empty(), List.of());

  public KeyServices {
    others = List.copyOf(others);
  }
}

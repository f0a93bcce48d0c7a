package dev.hawser.identity.internal.vault;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the vault is.
 *
 * @param current the key that wraps
 * @param keys all keys that the keyset has or data is under, oldest first
 * @param items how many values the vault keeps
 * @param waiting how many of them are still under former keys
 * @param running whether this replica is re-wrapping now
 * @param damaged those that did not decrypt when this replica re-wrapped last
 * @param failure what stopped the last re-wrapping of this replica; null when nothing did
 */
public record VaultStatus(
    String current,
    List<Key> keys,
    long items,
    long waiting,
    boolean running,
    List<UUID> damaged,
    @Nullable String failure) {
  /**
   * @param items how many values are under it
   * @param present whether the keyset has it
   */
  public record Key(String id, long items, boolean present) {}
}

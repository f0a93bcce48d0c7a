package dev.hawser.identity.internal.vault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All keys that this process can use, whoever keeps them; one of them wraps. Which is older is what
 * the database says, where it knows them: so all replicas agree on it, whatever their settings.
 */
final class Keyring implements KeyEncryption, AutoCloseable {
  private final @Nullable LocalKeyEncryption local;
  private final @Nullable CloudKey wrapping;
  private final Map<String, CloudKey> clouds = new LinkedHashMap<>();
  private volatile List<String> order = List.of();

  /**
   * @param local keys of a keyset; null when there is none
   * @param wrapping the key that wraps; null when the current one of the keyset does
   * @param others further keys, which only unwrap
   */
  Keyring(@Nullable LocalKeyEncryption local, @Nullable CloudKey wrapping, List<CloudKey> others) {
    this.local = local;
    this.wrapping = wrapping;
    others.forEach(key -> clouds.put(key.id(), key));
    if (wrapping != null) {
      clouds.remove(wrapping.id()); // it is the last one
      clouds.put(wrapping.id(), wrapping);
    }
  }

  /** The order in which keys came into use. */
  void order(List<String> registered) {
    order = List.copyOf(registered);
  }

  @Override
  public List<String> keys() {
    List<String> all = new ArrayList<>();
    if (local != null) {
      all.addAll(local.keys());
    }
    all.addAll(clouds.keySet());
    List<String> known = order;
    all.sort(
        Comparator.comparingInt(
            id -> known.contains(id) ? known.indexOf(id) : Integer.MAX_VALUE)); // stable
    return all;
  }

  @Override
  public String current() {
    return wrapping == null ? keyset().current() : wrapping.id();
  }

  @Override
  public WrappedKey wrap(byte[] dataKey, byte[] context) {
    return wrapping == null
        ? keyset().wrap(dataKey, context)
        : new WrappedKey(wrapping.id(), wrapping.wrap(dataKey, context));
  }

  @Override
  public byte[] unwrap(WrappedKey wrapped, byte[] context)
      throws KeyMissingException, DamagedException {
    CloudKey cloud = clouds.get(wrapped.keyId());
    if (cloud != null) {
      return cloud.unwrap(wrapped.bytes(), context);
    }
    if (local == null) {
      throw new KeyMissingException(wrapped.keyId());
    }
    return local.unwrap(wrapped, context);
  }

  private LocalKeyEncryption keyset() {
    return Objects.requireNonNull(local, "a keyset, where no cloud wraps");
  }

  @Override
  public void close() {
    clouds.values().forEach(CloudKey::close);
  }
}

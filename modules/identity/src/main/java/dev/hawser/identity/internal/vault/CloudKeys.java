package dev.hawser.identity.internal.vault;

import static java.util.Objects.requireNonNull;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.health.PartHealth;
import dev.hawser.identity.internal.vault.KeyEncryption.DamagedException;
import dev.hawser.identity.internal.vault.KeyRegistry.Known;
import dev.hawser.vault.KeyService;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys that clouds keep for this installation, and the proof that they are the right ones. */
public final class CloudKeys implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CloudKeys.class);

  private final @Nullable CloudKey wrapping;
  private final List<CloudKey> others;
  private byte @Nullable [] proof;

  private CloudKeys(@Nullable CloudKey wrapping, List<CloudKey> others) {
    this.wrapping = wrapping;
    this.others = others;
  }

  /**
   * Nothing is asked yet.
   *
   * @param wrapping the key that wraps; empty when the keyset does
   * @param others keys that only unwrap
   * @param keep how long data keys may be used without asking again
   */
  public static CloudKeys of(
      Optional<KeyService> wrapping, List<KeyService> others, Duration keep, InstantSource clock) {
    return new CloudKeys(
        wrapping.map(service -> key(service, keep, clock)).orElse(null),
        others.stream().map(service -> key(service, keep, clock)).toList());
  }

  private static CloudKey key(KeyService service, Duration keep, InstantSource clock) {
    return new CloudKey(service, keep, CloudCalls.Limits.STANDARD, clock);
  }

  @Nullable CloudKey wrapping() {
    return wrapping;
  }

  List<CloudKey> others() {
    return others;
  }

  /** The known text, wrapped with the key that wraps; after {@link #prove}. */
  byte[] proof() {
    return requireNonNull(proof, "it was proven");
  }

  /**
   * Tries the key that wraps, both ways, and compares all with what the database knows of them. One
   * that only unwraps may be away: its data waits for it.
   */
  void prove(List<Known> known) throws UnusableKeysetException {
    if (wrapping != null) {
      proof = tried(wrapping);
    }
    for (Known registered : known) {
      for (CloudKey key : Stream.concat(Stream.ofNullable(wrapping), others.stream()).toList()) {
        if (key.id().equals(registered.id())) {
          compare(key, registered.proof());
        }
      }
    }
  }

  private static byte[] tried(CloudKey key) throws UnusableKeysetException {
    byte[] context = Proof.context(key.id());
    try {
      byte[] wrapped = key.wrap(Proof.text(), context);
      if (!Proof.isText(key.unwrapNow(wrapped, context))) {
        throw another(key);
      }
      return wrapped;
    } catch (HawserException.Unavailable e) {
      throw new UnusableKeysetException(
          "The vault's key %s, which hawser.vault.key names, cannot be used: %s"
              .formatted(key.id(), reason(e)),
          "Check hawser.vault.key, that the key is enabled, that it can be reached from here, and"
              + " that Hawser's identity may encrypt and decrypt (wrap and unwrap) with it:"
              + " docs/operations/vault.md.");
    } catch (DamagedException e) {
      throw another(key);
    }
  }

  private void compare(CloudKey key, byte[] registered) throws UnusableKeysetException {
    try {
      if (!Proof.isText(key.unwrapNow(registered, Proof.context(key.id())))) {
        throw another(key);
      }
    } catch (DamagedException e) {
      throw another(key);
    } catch (HawserException.Unavailable e) {
      LOG.warn("The vault's key {} cannot be used now: {}", key.id(), reason(e));
    }
  }

  private static UnusableKeysetException another(CloudKey key) {
    return new UnusableKeysetException(
        "The vault's key %s is another one than the database was encrypted with"
            .formatted(key.id()),
        "Name the former key in hawser.vault.key or hawser.vault.other-keys; if it was deleted,"
            + " recover it at your cloud's key service.");
  }

  private static String reason(HawserException.Unavailable failure) {
    Throwable cause = failure.getCause();
    return cause == null
        ? String.valueOf(failure.getMessage())
        : String.valueOf(cause.getMessage());
  }

  /** How the key that wraps is, without waiting; empty when no cloud's does. */
  Optional<PartHealth> health() {
    CloudKey key = wrapping;
    return key == null ? Optional.empty() : Optional.of(key.health(() -> probe(key)));
  }

  private void probe(CloudKey key) {
    try {
      key.unwrapNow(proof(), Proof.context(key.id()));
    } catch (HawserException.Unavailable | DamagedException e) {
      LOG.debug("The vault's key {} failed its check", key.id(), e);
    }
  }

  @Override
  public void close() {
    if (wrapping != null) {
      wrapping.close();
    }
    others.forEach(CloudKey::close);
  }
}

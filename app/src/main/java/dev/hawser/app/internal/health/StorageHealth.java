package dev.hawser.app.internal.health;

import dev.hawser.core.health.HealthPart;
import dev.hawser.core.health.PartHealth;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.PutOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The blob store: it is there when a small blob can be looked at, and every half minute also
 * written. Probes come every second or so from each replica, and writing the same blob so often
 * costs money, wears disks, and is more than Google Cloud Storage takes.
 */
final class StorageHealth implements HealthPart {
  /** How long a store that no longer takes writes may go unnoticed, as the documentation says. */
  static final Duration WRITE_EVERY = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(StorageHealth.class);
  private static final BlobKey PROBE = new BlobKey("system/health/probe");

  private final BlobStore store;
  private final LongSupplier nanos;
  private volatile boolean proven;
  private volatile long writtenAt;

  StorageHealth(BlobStore store) {
    this(store, System::nanoTime);
  }

  /**
   * @param nanos tells time as {@link System#nanoTime()} does
   */
  StorageHealth(BlobStore store, LongSupplier nanos) {
    this.store = store;
    this.nanos = nanos;
  }

  @Override
  public String name() {
    return "storage";
  }

  /** After a failure of any kind it takes a write and a look to show that the store is back. */
  @Override
  public PartHealth check() {
    boolean good = proven;
    boolean fresh = good && nanos.getAsLong() - writtenAt < WRITE_EVERY.toNanos();
    proven = false;
    String missing = "cannot be written";
    try {
      if (!fresh) {
        write();
      }
      if (fresh || !good) { // one request where that will do: a check has little time
        missing = "cannot be read";
        boolean there = store.head(PROBE).isPresent();
        missing = "cannot be written";
        if (!there) {
          write(); // somebody has removed it
        }
      }
      proven = true;
      return PartHealth.up("can be read and written");
    } catch (BlobException e) {
      LOG.debug("The blob store cannot be used", e);
      return PartHealth.down(missing);
    }
  }

  private void write() {
    long begun = nanos.getAsLong();
    var info =
        store.put(
            PROBE, BlobSource.of("hawser".getBytes(StandardCharsets.US_ASCII)), PutOptions.DEFAULT);
    writtenAt = begun;
    LOG.trace("Wrote {}", info);
  }
}

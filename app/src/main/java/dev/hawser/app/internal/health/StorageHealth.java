package dev.hawser.app.internal.health;

import dev.hawser.core.health.HealthPart;
import dev.hawser.core.health.PartHealth;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.PutOptions;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The blob store: it is there when a small blob can be written to it. */
record StorageHealth(BlobStore store) implements HealthPart {
  private static final Logger LOG = LoggerFactory.getLogger(StorageHealth.class);
  private static final BlobKey PROBE = new BlobKey("system/health/probe");

  @Override
  public String name() {
    return "storage";
  }

  @Override
  public PartHealth check() {
    try {
      var info =
          store.put(
              PROBE,
              BlobSource.of("hawser".getBytes(StandardCharsets.US_ASCII)),
              PutOptions.DEFAULT);
      LOG.trace("Wrote {}", info);
      return PartHealth.up("can be written");
    } catch (BlobException e) {
      LOG.debug("The blob store cannot be used", e);
      return PartHealth.down("cannot be written");
    }
  }
}

package dev.hawser.app.internal.move;

import dev.hawser.app.internal.start.Progress;
import dev.hawser.app.internal.storage.OpenStorage;
import dev.hawser.storage.BlobKey;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A copy from store to store that people watch. */
public final class StorageMove {
  private static final int SHOWN = 10;

  private final OpenStorage source;
  private final OpenStorage target;
  private final Progress progress;

  public StorageMove(OpenStorage source, OpenStorage target, Progress progress) {
    this.source = source;
    this.target = target;
    this.progress = progress;
  }

  /**
   * Copies what the target lacks, then compares.
   *
   * @param verify whether each copy is read back
   * @return whether the target has everything now
   */
  public boolean copy(int parallel, boolean verify) {
    StorageCopy copy = new StorageCopy(source.store(), target.store(), verify);
    progress.step("Copying", () -> watched(copy, parallel), done -> text(copy));
    list("Could not be copied", copy.failures);
    return compare() && copy.failures.isEmpty();
  }

  /** Compares; says what the target lacks. */
  public boolean compare() {
    StorageCopy.Comparison found =
        progress.step(
            "Comparing",
            () -> new StorageCopy(source.store(), target.store(), false).compare(),
            StorageMove::text);
    list("Missing in the target", found.missing);
    return found.missing.isEmpty();
  }

  private boolean watched(StorageCopy copy, int parallel) {
    try (ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("copy-progress").factory())) {
      var _ =
          timer.scheduleAtFixedRate(
              () -> progress.detail("Copying: " + text(copy)), 1, 1, TimeUnit.SECONDS);
      copy.run(parallel);
      timer.shutdownNow();
    }
    return true;
  }

  private void list(String title, Map<BlobKey, String> keys) {
    if (keys.isEmpty()) {
      return;
    }
    progress.say(title + ":");
    keys.entrySet().stream()
        .limit(SHOWN)
        .forEach(entry -> progress.say("  " + entry.getKey() + ": " + entry.getValue()));
    if (keys.size() > SHOWN) {
      progress.say("  and " + (keys.size() - SHOWN) + " more");
    }
  }

  private static String text(StorageCopy copy) {
    return "%,d blobs copied (%s), %,d were there, %d failed"
        .formatted(
            copy.copied.sum(),
            size(copy.copiedBytes.sum()),
            copy.skipped.sum(),
            copy.failures.size());
  }

  private static String text(StorageCopy.Comparison found) {
    return "%,d blobs (%s) are in both, %,d missing in the target, %,d only in the target"
        .formatted(found.same, size(found.sameBytes), found.missing.size(), found.onlyInTarget);
  }

  private static String size(long bytes) {
    return bytes < 1 << 20
        ? (bytes >> 10) + " KiB"
        : "%.1f %s"
            .formatted(
                bytes / (double) (bytes < 1 << 30 ? 1 << 20 : 1 << 30),
                bytes < 1 << 30 ? "MiB" : "GiB");
  }
}

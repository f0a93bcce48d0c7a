package dev.hawser.tasks.internal.payload;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.DeleteReport;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PutOptions;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that can be down, lose its answers or be slow, and counts what it is asked. */
public final class FaultyBlobStore implements BlobStore {
  private final BlobStore blobs = new MemoryBlobStore(Clock.systemUTC());
  public final AtomicInteger puts = new AtomicInteger();
  public final AtomicInteger gets = new AtomicInteger();
  public volatile boolean down;

  /** So many puts are carried out, and then nobody hears of it. */
  public final AtomicInteger answersToLose = new AtomicInteger();

  /** Puts wait for it. */
  public volatile CountDownLatch gate = new CountDownLatch(0);

  /** All keys with this beginning. */
  public List<BlobKey> keys(String prefix) {
    return blobs.list(new BlobPrefix(prefix), PageRequest.first(1_000)).blobs().stream()
        .map(blob -> blob.key())
        .toList();
  }

  @Override
  public BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    puts.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BlobException.Unavailable("interrupted", e);
    }
    check();
    BlobInfo info = blobs.put(key, source, options);
    if (answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new BlobException.OutcomeUnknown("the answer was lost", null);
    }
    return info;
  }

  @Override
  public Blob get(BlobKey key, ByteRange range) {
    gets.incrementAndGet();
    check();
    return blobs.get(key, range);
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    check();
    return blobs.head(key);
  }

  @Override
  public BlobPage list(BlobPrefix prefix, PageRequest page) {
    check();
    return blobs.list(prefix, page);
  }

  @Override
  public void delete(BlobKey key) {
    check();
    blobs.delete(key);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlobKey> keys) {
    check();
    return blobs.deleteAll(keys);
  }

  @Override
  public void close() {
    blobs.close();
  }

  private void check() {
    if (down) {
      throw new BlobException.Unavailable("the store is down", null);
    }
  }
}

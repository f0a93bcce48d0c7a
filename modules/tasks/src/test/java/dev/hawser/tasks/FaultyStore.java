package dev.hawser.tasks;

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
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PutOptions;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A store that can be down, and that can let its client die. */
public final class FaultyStore implements BlobStore {
  /** What the client dies of. */
  public static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final BlobStore store;
  public final AtomicInteger puts = new AtomicInteger();
  public final AtomicInteger gets = new AtomicInteger();

  /** Every call fails. */
  public volatile boolean down;

  /** The next put is done, and then its client dies. */
  public volatile boolean diesAfterPut;

  /** The client dies before its next deletion of one blob. */
  public volatile boolean diesBeforeDelete;

  /** What happens after the next put. */
  public final AtomicReference<@Nullable Runnable> afterPut = new AtomicReference<>();

  /** What happens before the next get. */
  public final AtomicReference<@Nullable Runnable> beforeGet = new AtomicReference<>();

  /** So many deletions are done, and then the client dies. */
  public final AtomicInteger deletionsToDeath = new AtomicInteger(-1);

  public FaultyStore(BlobStore store) {
    this.store = store;
  }

  private void call() {
    if (down) {
      throw new BlobException.Unavailable("down, as the test wants it", null);
    }
  }

  @Override
  public BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    call();
    BlobInfo info = store.put(key, source, options);
    puts.incrementAndGet();
    Runnable after = afterPut.getAndSet(null);
    if (after != null) {
      after.run();
    }
    if (diesAfterPut) {
      diesAfterPut = false;
      throw new Died();
    }
    return info;
  }

  @Override
  public Blob get(BlobKey key, ByteRange range) {
    call();
    Runnable before = beforeGet.getAndSet(null);
    if (before != null) {
      before.run();
    }
    gets.incrementAndGet();
    return store.get(key, range);
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    call();
    return store.head(key);
  }

  @Override
  public BlobPage list(BlobPrefix prefix, PageRequest page) {
    call();
    return store.list(prefix, page);
  }

  @Override
  public void delete(BlobKey key) {
    call();
    if (diesBeforeDelete) {
      diesBeforeDelete = false;
      throw new Died();
    }
    store.delete(key);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlobKey> keys) {
    call();
    if (deletionsToDeath.get() >= 0) {
      store.deleteAll(keys.stream().limit(deletionsToDeath.getAndSet(-1)).toList());
      throw new Died();
    }
    return store.deleteAll(keys);
  }

  @Override
  public void close() {
    store.close();
  }
}

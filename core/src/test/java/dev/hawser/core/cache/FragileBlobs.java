package dev.hawser.core.cache;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that is down while a test wants it to be. */
final class FragileBlobs implements BlobStore {
  private final BlobStore store;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean down;

  FragileBlobs(BlobStore store) {
    this.store = store;
  }

  void down(boolean isDown) {
    down = isDown;
  }

  int calls() {
    return calls.get();
  }

  List<String> keys(String prefix) {
    List<String> keys = new ArrayList<>();
    BlobPage page = store.list(new BlobPrefix(prefix), PageRequest.first(1_000));
    page.blobs().forEach(blob -> keys.add(blob.key().value()));
    while (page.next().isPresent()) {
      page = store.list(new BlobPrefix(prefix), PageRequest.after(page.next().get(), 1_000));
      page.blobs().forEach(blob -> keys.add(blob.key().value()));
    }
    return keys;
  }

  @Override
  public BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    check();
    return store.put(key, source, options);
  }

  @Override
  public Blob get(BlobKey key, ByteRange range) {
    check();
    return store.get(key, range);
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    check();
    return store.head(key);
  }

  @Override
  public BlobPage list(BlobPrefix prefix, PageRequest page) {
    check();
    return store.list(prefix, page);
  }

  @Override
  public void delete(BlobKey key) {
    check();
    store.delete(key);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlobKey> keys) {
    check();
    return store.deleteAll(keys);
  }

  @Override
  public void close() {
    store.close();
  }

  private void check() {
    calls.incrementAndGet();
    if (down) {
      throw new BlobException.Unavailable("the store is down", null);
    }
  }
}

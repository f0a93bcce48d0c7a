package dev.hawser.storage;

import java.util.Collection;
import java.util.Optional;

/** Passes everything on; tests change what they need. */
class Watched implements BlobStore {
  private final BlobStore store;

  Watched(BlobStore store) {
    this.store = store;
  }

  @Override
  public BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    return store.put(key, source, options);
  }

  @Override
  public Blob get(BlobKey key, ByteRange range) {
    return store.get(key, range);
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    return store.head(key);
  }

  @Override
  public BlobPage list(BlobPrefix prefix, PageRequest page) {
    return store.list(prefix, page);
  }

  @Override
  public void delete(BlobKey key) {
    store.delete(key);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlobKey> keys) {
    return store.deleteAll(keys);
  }

  @Override
  public void close() {
    store.close();
  }
}

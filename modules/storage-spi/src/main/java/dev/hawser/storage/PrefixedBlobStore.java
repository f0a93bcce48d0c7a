package dev.hawser.storage;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A view of the part of a store below a prefix: callers neither see nor reach anything else. This
 * is how tenants and modules get stores of their own. The prefix counts towards the length of a
 * key. Messages of errors name the whole key.
 *
 * <p>Closing a view ends the view only; the store below belongs to who opened it.
 */
public final class PrefixedBlobStore implements BlobStore {
  private final BlobStore store;
  private final BlobPrefix prefix;
  private volatile boolean closed;

  /**
   * @param prefix ends with {@code /}
   * @throws IllegalArgumentException when it does not
   */
  public PrefixedBlobStore(BlobStore store, BlobPrefix prefix) {
    if (!prefix.value().endsWith("/")) {
      throw new IllegalArgumentException("a store's prefix ends with '/': '" + prefix + "'");
    }
    this.store = store;
    this.prefix = prefix;
  }

  @Override
  public BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    return inside(store.put(whole(key), source, options));
  }

  @Override
  public Blob get(BlobKey key, ByteRange range) {
    Blob blob = store.get(whole(key), range);
    return new Blob(inside(blob.info()), blob.length(), blob.stream());
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    return store.head(whole(key)).map(this::inside);
  }

  @Override
  public BlobPage list(BlobPrefix within, PageRequest page) {
    checkOpen();
    BlobPage found = store.list(new BlobPrefix(prefix.value() + within.value()), page);
    List<BlobEntry> blobs =
        found.blobs().stream()
            .map(e -> new BlobEntry(inside(e.key()), e.size(), e.etag(), e.lastModified()))
            .toList();
    return new BlobPage(blobs, found.next());
  }

  @Override
  public void delete(BlobKey key) {
    store.delete(whole(key));
  }

  @Override
  public DeleteReport deleteAll(Collection<BlobKey> keys) {
    checkOpen();
    DeleteReport report = store.deleteAll(keys.stream().map(this::whole).toList());
    Map<BlobKey, BlobException> failures = new HashMap<>();
    report.failures().forEach((key, failure) -> failures.put(inside(key), failure));
    return new DeleteReport(failures);
  }

  @Override
  public void close() {
    closed = true;
  }

  private BlobKey whole(BlobKey key) {
    checkOpen();
    return new BlobKey(prefix.value() + key.value());
  }

  private BlobKey inside(BlobKey whole) {
    return new BlobKey(whole.value().substring(prefix.value().length()));
  }

  private BlobInfo inside(BlobInfo info) {
    return new BlobInfo(
        inside(info.key()),
        info.size(),
        info.etag(),
        info.lastModified(),
        info.contentType(),
        info.metadata());
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the blob store is closed");
    }
  }
}

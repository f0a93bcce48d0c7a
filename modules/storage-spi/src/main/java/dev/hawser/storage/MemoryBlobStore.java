package dev.hawser.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The reference: the contract in its shortest form, and the store of unit tests. Blobs live on the
 * heap until the store is garbage.
 */
public final class MemoryBlobStore implements BlobStore {
  private final ConcurrentSkipListMap<BlobKey, Stored> blobs = new ConcurrentSkipListMap<>();
  private final InstantSource clock;
  private volatile boolean closed;

  public MemoryBlobStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    checkOpen();
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    try {
      SourceCopy.copy(source, sink);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array does not fail", e);
    } catch (OutOfMemoryError e) {
      throw new BlobException.Rejected("blob " + key + " is too large for memory", e);
    }
    byte[] bytes = sink.toByteArray();
    ETag etag = new ETag(UUID.randomUUID().toString());
    BlobInfo info =
        new BlobInfo(
            key, bytes.length, etag, clock.instant(), options.contentType(), options.metadata());
    blobs.compute(
        key,
        (same, current) -> {
          if (!holds(options.condition(), current)) {
            throw new BlobException.ConditionFailed(key, options.condition());
          }
          return new Stored(info, bytes);
        });
    return info;
  }

  private static boolean holds(PutCondition condition, @Nullable Stored current) {
    return switch (condition) {
      case PutCondition.Always() -> true;
      case PutCondition.IfAbsent() -> current == null;
      case PutCondition.IfMatch(ETag etag) -> current != null && current.info.etag().equals(etag);
    };
  }

  @Override
  public Blob get(BlobKey key, ByteRange range) {
    checkOpen();
    Stored stored = blobs.get(key);
    if (stored == null) {
      throw new BlobException.NotFound(key);
    }
    long length = range.lengthIn(stored.bytes.length);
    return new Blob(
        stored.info,
        length,
        new ByteArrayInputStream(stored.bytes, (int) range.offset(), (int) length));
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    checkOpen();
    return Optional.ofNullable(blobs.get(key)).map(stored -> stored.info);
  }

  @Override
  public BlobPage list(BlobPrefix prefix, PageRequest page) {
    checkOpen();
    NavigableMap<BlobKey, Stored> rest = blobs;
    Optional<BlobKey> after = KeyTokens.read(prefix, page);
    if (after.isPresent()) {
      rest = blobs.tailMap(after.get(), false);
    } else if (BlobKey.problem(prefix.value()).isEmpty()) {
      rest = blobs.tailMap(new BlobKey(prefix.value()), true);
    }
    List<BlobEntry> found = new ArrayList<>();
    for (Map.Entry<BlobKey, Stored> entry : rest.entrySet()) {
      if (prefix.matches(entry.getKey())) {
        if (found.size() == page.limit()) {
          return new BlobPage(found, Optional.of(KeyTokens.after(found.getLast().key())));
        }
        found.add(entry.getValue().info.entry());
      } else if (entry.getKey().value().compareTo(prefix.value()) > 0) {
        break;
      }
    }
    return new BlobPage(found, Optional.empty());
  }

  @Override
  public void delete(BlobKey key) {
    checkOpen();
    blobs.remove(key);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlobKey> keys) {
    checkOpen();
    keys.forEach(blobs::remove);
    return new DeleteReport(Map.of());
  }

  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the blob store is closed");
    }
  }

  /** The bytes are never changed once they are here. */
  private static final class Stored {
    final BlobInfo info;
    final byte[] bytes;

    Stored(BlobInfo info, byte[] bytes) {
      this.info = info;
      this.bytes = bytes;
    }
  }
}

package dev.hawser.benchmarks;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.FolderBlobStore;
import dev.hawser.storage.PutOptions;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The folder store, with keys of one directory. */
final class StoredFiles implements Blobs.Contestant {
  private final BlobStore store;

  StoredFiles(Path folder) {
    store = FolderBlobStore.open(folder, InstantSource.system());
  }

  @Override
  public void put(String name, byte[] bytes) {
    store.put(key(name), BlobSource.of(bytes), PutOptions.DEFAULT);
  }

  @Override
  public void get(String name, byte[] into) throws IOException {
    try (Blob blob = store.get(key(name), ByteRange.ALL)) {
      if (blob.stream().readNBytes(into, 0, into.length) < into.length) {
        throw new EOFException(name);
      }
    }
  }

  @Override
  public void delete(List<String> names) throws IOException {
    if (!store.deleteAll(names.stream().map(StoredFiles::key).toList()).isComplete()) {
      throw new IOException("not all blobs were deleted");
    }
  }

  private static BlobKey key(String name) {
    return new BlobKey("executions/2026-11-23/" + name);
  }

  @Override
  public void close() {
    store.close();
  }
}

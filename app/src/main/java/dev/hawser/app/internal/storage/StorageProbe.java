package dev.hawser.app.internal.storage;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.app.internal.storage.StorageRights.Operation;
import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Lets a store prove that it can do what the process relies on: write, write conditionally, read,
 * list and delete, below {@code system/probe/}. Leaves nothing there.
 */
public final class StorageProbe {
  private final OpenStorage storage;
  private final BlobStore store;
  private final BlobPrefix prefix = new BlobPrefix("system/probe/" + UUID.randomUUID() + "/");
  private final BlobKey first = new BlobKey(prefix + "first");
  private final BlobKey second = new BlobKey(prefix + "second");

  private StorageProbe(OpenStorage storage) {
    this.storage = storage;
    this.store = storage.store();
  }

  /**
   * Returns when everything works.
   *
   * @throws OperatorError that names the setting, the store's own words and the missing right
   */
  public static void prove(OpenStorage storage) {
    StorageProbe probe = new StorageProbe(storage);
    try {
      probe.prove();
    } catch (OperatorError e) {
      probe.cleanUp(e);
      throw e;
    }
  }

  private void prove() {
    BlobInfo written = attempt(Operation.WRITE, "write", () -> put(first, PutCondition.ALWAYS));
    refuses(() -> put(first, PutCondition.IF_ABSENT), "If-None-Match: *");
    BlobInfo other =
        attempt(Operation.WRITE, "write conditionally", () -> put(second, PutCondition.IF_ABSENT));
    refuses(() -> put(first, PutCondition.ifMatch(other.etag())), "If-Match");
    attempt(
        Operation.WRITE,
        "replace conditionally",
        () -> put(first, PutCondition.ifMatch(written.etag())));
    read();
    list(List.of(first, second));
    attempt(
        Operation.DELETE,
        "delete",
        () -> {
          store.delete(first);
          return true;
        });
    deleteBatch();
    list(List.of());
  }

  /** Two keys never get the same bytes: some stores make the etag of them. */
  private BlobInfo put(BlobKey key, PutCondition condition) {
    return store.put(key, BlobSource.of(bytes(key)), PutOptions.DEFAULT.withCondition(condition));
  }

  private static byte[] bytes(BlobKey key) {
    return key.value().getBytes(StandardCharsets.US_ASCII);
  }

  private void refuses(Supplier<BlobInfo> put, String header) {
    try {
      var _ = put.get();
    } catch (BlobException.ConditionFailed expected) {
      return;
    } catch (BlobException e) {
      throw explain(Operation.WRITE, "write conditionally", e);
    }
    throw unfit("it ignores the condition of a write (" + header + ")");
  }

  private void read() {
    byte[] bytes =
        attempt(
            Operation.READ,
            "read",
            () -> {
              try (Blob blob = store.get(first, ByteRange.of(7, 7))) {
                return blob.stream().readNBytes(8);
              } catch (IOException e) {
                throw new BlobException.Unavailable("the answer broke off: " + e.getMessage(), e);
              }
            });
    if (!Arrays.equals(bytes, Arrays.copyOfRange(bytes(first), 7, 14))) {
      throw unfit("it does not give the bytes back that were written");
    }
  }

  private void list(List<BlobKey> expected) {
    List<BlobKey> found =
        attempt(Operation.LIST, "list", () -> store.list(prefix, PageRequest.first(10)))
            .blobs()
            .stream()
            .map(entry -> entry.key())
            .toList();
    if (!found.equals(expected)) {
      throw unfit("a listing does not show what was just written and deleted");
    }
  }

  private void deleteBatch() {
    var report =
        attempt(Operation.DELETE, "delete several", () -> store.deleteAll(List.of(first, second)));
    for (BlobException failure : report.failures().values()) {
      throw explain(Operation.DELETE, "delete several", failure);
    }
  }

  private <T> T attempt(Operation operation, String words, Supplier<T> call) {
    try {
      return call.get();
    } catch (BlobException e) {
      throw explain(operation, words, e);
    }
  }

  private OperatorError explain(Operation operation, String words, BlobException e) {
    return StorageErrors.explain(storage, operation, words, e);
  }

  private OperatorError unfit(String why) {
    return new OperatorError(
        storage.shown() + " is not fit for Hawser: " + why,
        "Choose another service with hawser.storage.type and "
            + StorageRights.place(storage.type()).key()
            + ", or a newer version of this one.");
  }

  private void cleanUp(OperatorError failure) {
    try {
      store.deleteAll(List.of(first, second));
    } catch (BlobException e) {
      failure.addSuppressed(e);
    }
  }
}

package dev.hawser.app.internal.start;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.app.internal.storage.OpenStorage;
import dev.hawser.app.internal.storage.StorageProbe;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A blob store's {@link StorageProbe}, on a thread of its own: it mostly waits. */
final class StorageProof {
  private final FutureTask<OpenStorage> result;

  private StorageProof(OpenStorage storage) {
    this.result = new FutureTask<>(() -> StorageProbe.prove(storage), storage);
  }

  static StorageProof begin(OpenStorage storage) {
    StorageProof proof = new StorageProof(storage);
    Thread.ofVirtual().name("storage-proof").start(proof.result);
    return proof;
  }

  /** Waits until the store is not used by it any more, however it ends. */
  void settle() {
    try {
      await();
    } catch (RuntimeException e) {
      // Who starts has been told, or has failed for another reason.
    }
  }

  /**
   * The store, when it has proven itself.
   *
   * @throws OperatorError when it has not
   */
  OpenStorage await() {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the blob store was checked", e);
    }
  }
}

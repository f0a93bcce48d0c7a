package dev.hawser.storage.azure;

import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.storage.blob.batch.BlobBatch;
import com.azure.storage.blob.batch.BlobBatchClient;
import com.azure.storage.blob.batch.BlobBatchClientBuilder;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.DeleteReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deletes blobs, with their snapshots, one by one or 256 in a request. */
final class BlobRemover {
  /** The service's limit. */
  private static final int BATCH = 256;

  private final Container container;
  private final BlobBatchClient batches;

  BlobRemover(Container container) {
    this.container = container;
    this.batches = new BlobBatchClientBuilder(container.client()).buildClient();
  }

  void delete(BlobKey key) {
    try {
      container.attempts().run(() -> send(key));
    } catch (RequestFailure failure) {
      if (!Container.isMissingBlob(failure)) {
        throw error(key, failure);
      }
    }
  }

  DeleteReport deleteAll(Collection<BlobKey> keys) {
    Map<BlobKey, BlobException> failures = new HashMap<>();
    List<BlobKey> batch = new ArrayList<>(BATCH);
    for (BlobKey key : new LinkedHashSet<>(keys)) {
      batch.add(key);
      if (batch.size() == BATCH) {
        deleteBatch(batch, failures);
        batch.clear();
      }
    }
    deleteBatch(batch, failures);
    return new DeleteReport(failures);
  }

  /** Keys that fail for the moment go into another batch, as often as a single request would. */
  private void deleteBatch(List<BlobKey> batch, Map<BlobKey, BlobException> failures) {
    Attempts attempts = container.attempts();
    long started = System.nanoTime();
    List<BlobKey> left = batch;
    for (int tried = 1; !left.isEmpty(); tried++) {
      Map<BlobKey, RequestFailure> again = new LinkedHashMap<>();
      submit(left)
          .forEach(
              (key, failure) -> {
                if (failure.isTransient()) {
                  again.put(key, failure);
                } else {
                  failures.put(key, error(key, failure));
                }
              });
      Optional<RequestFailure> reason = again.values().stream().findFirst();
      if (reason.isEmpty()) {
        return;
      }
      if (tried >= attempts.tries()
          || System.nanoTime() - started > attempts.patience().toNanos()
          || !attempts.waitBeforeRetry(tried, reason.get())) {
        again.forEach((key, failure) -> failures.put(key, error(key, failure)));
        return;
      }
      left = List.copyOf(again.keySet());
    }
  }

  /** Sends one batch; what failed. When the request itself fails, all of it did. */
  private Map<BlobKey, RequestFailure> submit(List<BlobKey> keys) {
    Map<BlobKey, RequestFailure> failed = new LinkedHashMap<>();
    BlobBatch batch = batches.getBlobBatch();
    Map<BlobKey, Response<Void>> answers = new LinkedHashMap<>();
    try {
      Attempts.once(
          () -> {
            for (BlobKey key : keys) {
              String url = container.url(key);
              answers.put(key, batch.deleteBlob(url, DeleteSnapshotsOptionType.INCLUDE, null));
            }
            return batches.submitBatchWithResponse(batch, false, null, Context.NONE);
          });
    } catch (RequestFailure failure) {
      keys.forEach(key -> failed.put(key, failure));
      return failed;
    } catch (IllegalStateException e) {
      // The answer has no parts for the keys: the service did not take the batch. One by one it
      // may, or it says what is wrong.
      return oneByOne(keys);
    }
    answers.forEach(
        (key, answer) -> failure(answer).ifPresent(failure -> failed.put(key, failure)));
    return failed;
  }

  private Map<BlobKey, RequestFailure> oneByOne(List<BlobKey> keys) {
    Map<BlobKey, RequestFailure> failed = new LinkedHashMap<>();
    for (BlobKey key : keys) {
      try {
        Attempts.once(() -> send(key));
      } catch (RequestFailure failure) {
        if (!Container.isMissingBlob(failure)) {
          failed.put(key, failure);
        }
      }
    }
    return failed;
  }

  /** What one part of a batch's answer says. */
  private static Optional<RequestFailure> failure(Response<Void> answer) {
    try {
      int status = answer.getStatusCode();
      return status < 300
          ? Optional.empty()
          : Optional.of(RequestFailure.of(new IOException("status " + status)));
    } catch (BlobStorageException e) {
      RequestFailure failure = RequestFailure.of(e);
      return Container.isMissingBlob(failure) ? Optional.empty() : Optional.of(failure);
    } catch (UnsupportedOperationException e) {
      return Optional.of(
          RequestFailure.of(new IOException("the batch's answer leaves this key out")));
    }
  }

  private Response<Void> send(BlobKey key) {
    return container
        .blob(key)
        .deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, null, null, Context.NONE);
  }

  private BlobException error(BlobKey key, RequestFailure failure) {
    return AzureErrors.of("delete " + key, container, failure);
  }
}

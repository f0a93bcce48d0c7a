package dev.hawser.storage.gcp;

import com.google.api.client.googleapis.batch.BatchRequest;
import com.google.api.client.googleapis.batch.json.JsonBatchCallback;
import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.http.HttpHeaders;
import com.google.api.services.storage.Storage;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.DeleteReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Deletes one or many. An object that is not there is as good as deleted. */
final class GcsDeletes {
  /** What one batch request may hold. */
  static final int BATCH = 100;

  private final Storage client;
  private final String bucket;
  private final GcsRetries retries;
  private final GcsErrors errors;

  GcsDeletes(Storage client, String bucket, GcsRetries retries, GcsErrors errors) {
    this.client = client;
    this.bucket = bucket;
    this.retries = retries;
    this.errors = errors;
  }

  void one(BlobKey key) {
    retries.run(
        action(key),
        () -> {
          try {
            client.objects().delete(bucket, key.value()).execute();
          } catch (IOException e) {
            if (!GcsErrors.isMissingBlob(e)) {
              throw e;
            }
          }
          return true;
        });
  }

  DeleteReport all(Collection<BlobKey> keys) {
    Map<BlobKey, BlobException> failures = new HashMap<>();
    List<BlobKey> distinct = List.copyOf(new LinkedHashSet<>(keys));
    for (int from = 0; from < distinct.size(); from += BATCH) {
      batch(distinct.subList(from, Math.min(from + BATCH, distinct.size())), failures);
    }
    return new DeleteReport(failures);
  }

  /** The keys that are still to do are sent again, until there are none or no more tries. */
  private void batch(List<BlobKey> keys, Map<BlobKey, BlobException> failures) {
    Set<BlobKey> left = new LinkedHashSet<>(keys);
    GcsRetries.Tries tries = retries.start();
    while (true) {
      Map<BlobKey, BlobException> passing = new HashMap<>();
      IOException failure;
      try {
        send(left, passing, failures);
        if (left.isEmpty()) {
          return;
        }
        failure = new IOException("the service refused " + left.size() + " deletes for now");
      } catch (IOException e) {
        failure = e;
      }
      if (!tries.again(failure)) {
        for (BlobKey key : left) {
          BlobException refused = passing.get(key);
          failures.put(key, refused == null ? errors.classify(action(key), failure) : refused);
        }
        return;
      }
    }
  }

  private void send(
      Set<BlobKey> left, Map<BlobKey, BlobException> passing, Map<BlobKey, BlobException> failures)
      throws IOException {
    BatchRequest batch = client.batch(client.getRequestFactory().getInitializer());
    for (BlobKey key : new ArrayList<>(left)) {
      client
          .objects()
          .delete(bucket, key.value())
          .queue(
              batch,
              new JsonBatchCallback<>() {
                @Override
                public void onSuccess(Void nothing, HttpHeaders headers) {
                  left.remove(key);
                }

                @Override
                public void onFailure(GoogleJsonError error, HttpHeaders headers) {
                  GcsErrors.Refusal refusal = GcsErrors.Refusal.of(error.getCode(), error, headers);
                  if (refusal.isPassing()) {
                    passing.put(key, errors.classify(action(key), error, headers));
                    return;
                  }
                  left.remove(key);
                  if (!refusal.isMissingBlob()) {
                    failures.put(key, errors.classify(action(key), error, headers));
                  }
                }
              });
    }
    batch.execute();
  }

  private static String action(BlobKey key) {
    return "delete " + key;
  }
}

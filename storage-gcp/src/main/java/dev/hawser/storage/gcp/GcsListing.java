package dev.hawser.storage.gcp;

import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PageToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pages of the bucket. Our token is the last name that was seen, because Google does not say how
 * long its own are good for. Objects whose names are no keys are not ours and are passed over.
 */
final class GcsListing {
  /** Sorts behind a name and before every key that starts with it: keys have nothing below '-'. */
  private static final char BEHIND = '!';

  private static final int LONGEST_NAME = 1_024;

  private final Storage client;
  private final String bucket;
  private final GcsRetries retries;

  GcsListing(Storage client, String bucket, GcsRetries retries) {
    this.client = client;
    this.bucket = bucket;
    this.retries = retries;
  }

  BlobPage page(BlobPrefix prefix, PageRequest page) {
    Optional<String> last = page.token().map(token -> lastName(prefix, token));
    Objects answer =
        retries.run("list '" + prefix + "'", () -> request(prefix, page.limit(), last).execute());
    List<StorageObject> items = Optional.ofNullable(answer.getItems()).orElse(List.of());
    List<BlobEntry> blobs = new ArrayList<>();
    for (StorageObject item : items) {
      if (BlobKey.problem(item.getName()).isEmpty()) {
        blobs.add(GcsObjects.entry(new BlobKey(item.getName()), item));
      }
    }
    if (answer.getNextPageToken() == null) {
      return new BlobPage(blobs, Optional.empty());
    }
    if (items.isEmpty()) {
      throw new BlobException.Unavailable(
          "cannot list '" + prefix + "' in the bucket " + bucket + ": an empty page that goes on",
          null);
    }
    return new BlobPage(blobs, Optional.of(new PageToken(items.getLast().getName())));
  }

  private Storage.Objects.List request(BlobPrefix prefix, int limit, Optional<String> last)
      throws java.io.IOException {
    Storage.Objects.List list =
        client.objects().list(bucket).setMaxResults((long) limit).setFields(GcsObjects.LIST_FIELDS);
    if (!prefix.value().isEmpty()) {
      list.setPrefix(prefix.value());
    }
    last.ifPresent(name -> list.setStartOffset(name + BEHIND));
    return list;
  }

  private static String lastName(BlobPrefix prefix, PageToken token) {
    String name = token.value();
    if (name.isEmpty() || name.length() > LONGEST_NAME || !name.startsWith(prefix.value())) {
      throw new BlobException.Rejected(
          "the page token is not one of a listing of '" + prefix + "'", null);
    }
    return name;
  }
}

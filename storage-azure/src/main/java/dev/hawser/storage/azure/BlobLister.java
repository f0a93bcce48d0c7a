package dev.hawser.storage.azure;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PageToken;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists pages. A token is Azure's own marker behind the prefix that it belongs to, because Azure
 * takes the marker of any listing. What others put into the container under names that are no keys
 * is left out.
 */
final class BlobLister {
  private static final String KIND = "azure:";

  private final Container container;

  BlobLister(Container container) {
    this.container = container;
  }

  BlobPage list(BlobPrefix prefix, PageRequest page) {
    String marker = page.token().map(token -> marker(prefix, token)).orElse(null);
    try {
      PagedResponse<BlobItem> found =
          container.attempts().run(() -> ask(prefix, page.limit(), marker));
      List<BlobEntry> entries =
          found.getValue().stream()
              .filter(item -> BlobKey.problem(item.getName()).isEmpty())
              .map(BlobLister::entry)
              .toList();
      return new BlobPage(
          entries,
          Optional.ofNullable(found.getContinuationToken())
              .filter(next -> !next.isEmpty())
              .map(next -> new PageToken(start(prefix) + next)));
    } catch (RequestFailure failure) {
      throw AzureErrors.of("list '" + prefix + "'", container, failure);
    }
  }

  private PagedResponse<BlobItem> ask(BlobPrefix prefix, int limit, @Nullable String marker) {
    ListBlobsOptions options =
        new ListBlobsOptions()
            .setPrefix(prefix.value().isEmpty() ? null : prefix.value())
            .setMaxResultsPerPage(limit);
    return container.client().listBlobs(options, marker, null).iterableByPage().iterator().next();
  }

  private static BlobEntry entry(BlobItem item) {
    return new BlobEntry(
        new BlobKey(item.getName()),
        item.getProperties().getContentLength(),
        Container.etag(item.getProperties().getETag()),
        item.getProperties().getLastModified().toInstant());
  }

  private static String start(BlobPrefix prefix) {
    return KIND + prefix.value() + ":";
  }

  private static String marker(BlobPrefix prefix, PageToken token) {
    String start = start(prefix);
    if (!token.value().startsWith(start) || token.value().length() == start.length()) {
      throw new BlobException.Rejected(
          "the page token is not one of a listing of '" + prefix + "'", null);
    }
    return token.value().substring(start.length());
  }
}

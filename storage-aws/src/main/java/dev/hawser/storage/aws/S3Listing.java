package dev.hawser.storage.aws;

import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PageToken;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists a bucket. Its pages start behind a key and not with S3's own token, so that ours stay valid
 * and can be checked. Objects of others whose names are not keys are passed over.
 */
final class S3Listing {
  private static final String AFTER = "after:";
  private final S3Bucket bucket;

  S3Listing(S3Bucket bucket) {
    this.bucket = bucket;
  }

  BlobPage list(BlobPrefix prefix, PageRequest page) {
    String after = page.token().map(token -> read(prefix, token)).orElse(null);
    String goOn = null;
    ListObjectsV2Response found;
    do {
      found = request(prefix, page.limit(), after, goOn);
      goOn = found.nextContinuationToken();
    } while (found.contents().isEmpty() && Boolean.TRUE.equals(found.isTruncated()));
    List<S3Object> objects = found.contents();
    Optional<PageToken> next =
        Boolean.TRUE.equals(found.isTruncated())
            ? Optional.of(new PageToken(AFTER + objects.getLast().key()))
            : Optional.empty();
    return new BlobPage(
        objects.stream()
            .filter(object -> BlobKey.problem(object.key()).isEmpty())
            .map(S3Listing::entry)
            .toList(),
        next);
  }

  private ListObjectsV2Response request(
      BlobPrefix prefix, int limit, @Nullable String after, @Nullable String goOn) {
    return bucket.call(
        S3Action.LIST,
        "'" + prefix + "'",
        client ->
            client.listObjectsV2(
                request ->
                    request
                        .bucket(bucket.name())
                        .prefix(prefix.value())
                        .maxKeys(limit)
                        .startAfter(after)
                        .continuationToken(goOn)));
  }

  private static String read(BlobPrefix prefix, PageToken token) {
    if (!token.value().startsWith(AFTER + prefix.value())) {
      throw new BlobException.Rejected(
          "the page token is not one of a listing of '" + prefix + "'", null);
    }
    return token.value().substring(AFTER.length());
  }

  /** To the second, which is all that the other requests tell. */
  private static BlobEntry entry(S3Object object) {
    return new BlobEntry(
        new BlobKey(object.key()),
        object.size(),
        S3Lookup.etag(object.eTag()),
        object.lastModified().truncatedTo(ChronoUnit.SECONDS));
  }
}

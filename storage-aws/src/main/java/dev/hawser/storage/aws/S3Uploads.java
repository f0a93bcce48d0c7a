package dev.hawser.storage.aws;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ETag;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Puts blobs: what fits in a part with one request, all else in parts. */
final class S3Uploads {
  private final S3Bucket bucket;
  private final S3Lookup lookup;
  private final S3Encryption encryption;
  private final InstantSource clock;

  S3Uploads(S3Bucket bucket, S3Lookup lookup, S3Encryption encryption, InstantSource clock) {
    this.bucket = bucket;
    this.lookup = lookup;
    this.encryption = encryption;
    this.clock = clock;
  }

  BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    S3Target target =
        new S3Target(bucket.name(), key, options, encryption, UUID.randomUUID().toString());
    if (source instanceof BlobSource.Bytes bytes
        && bytes.length().orElseThrow() <= BlobStore.PART_SIZE) {
      return putWhole(target, bytes::open, bytes.length().orElseThrow());
    }
    S3Multipart.checkSize(key, source.length());
    try (SourceParts parts = new SourceParts(source)) {
      SourceParts.Part first = parts.next(null);
      if (first.last()) {
        return putWhole(
            target,
            () -> new ByteArrayInputStream(first.bytes(), 0, first.length()),
            first.length());
      }
      try (S3Multipart upload = S3Multipart.begin(bucket, target)) {
        Function<S3Client, S3Receipt> completing = upload.send(first, parts);
        BlobInfo info = finish(target, parts.total(), completing);
        upload.completed();
        return info;
      }
    }
  }

  private BlobInfo putWhole(S3Target target, ContentStreamProvider bytes, long length) {
    PutObjectRequest request = target.put(length);
    RequestBody body =
        RequestBody.fromContentProvider(bytes, length, target.options().contentType());
    return finish(target, length, client -> S3Receipt.of(client.putObject(request, body)));
  }

  /** Sends the request that makes the blob visible. */
  private BlobInfo finish(S3Target target, long size, Function<S3Client, S3Receipt> completing) {
    Doubt doubt = new Doubt();
    S3Receipt receipt;
    try {
      receipt = bucket.send(doubt, completing);
    } catch (SdkException e) {
      BlobException meaning = bucket.classify(S3Action.PUT, target.key(), e);
      return S3Bucket.uninterrupted(() -> settle(target, e, meaning, doubt));
    }
    return receipt
        .date()
        .map(date -> stored(target, size, receipt, date))
        .orElseGet(() -> S3Bucket.uninterrupted(() -> lookUp(target, size, receipt)));
  }

  /**
   * Finds out what a failure has left. A refusal may come from our own first attempt, also when a
   * proxy and not this store has sent the request twice.
   */
  private BlobInfo settle(
      S3Target target, SdkException failure, BlobException meaning, Doubt doubt) {
    PutCondition condition = target.options().condition();
    boolean refused = isRefusal(condition, failure);
    boolean conflict =
        S3Errors.status(failure) == 409 && !(condition instanceof PutCondition.Always);
    if (!refused && !conflict && !doubt.exists()) {
      throw meaning;
    }
    Optional<S3Lookup.Found> found;
    try {
      found = lookup.find(target.key());
    } catch (BlobException e) {
      if (refused && !doubt.exists()) {
        throw new BlobException.ConditionFailed(target.key(), condition);
      }
      // Who may do nothing now could do nothing a moment ago.
      boolean denied =
          meaning instanceof BlobException.AccessDenied && e instanceof BlobException.AccessDenied;
      throw denied ? meaning : unknown(target, failure, e);
    }
    if (found.filter(target::isOurs).isPresent()) {
      return found.get().info();
    }
    boolean another = found.isPresent() || !doubt.exists();
    if ((refused && another) || contradicts(condition, found.map(S3Lookup.Found::info))) {
      throw new BlobException.ConditionFailed(target.key(), condition);
    }
    if (!doubt.exists()) {
      throw meaning;
    }
    throw unknown(target, failure, null);
  }

  /** S3 says 404 when there is no blob that could match. */
  private static boolean isRefusal(PutCondition condition, SdkException failure) {
    return S3Errors.status(failure) == 412
        || (condition instanceof PutCondition.IfMatch
            && S3Errors.code(failure).equals("NoSuchKey"));
  }

  /** Whether the condition cannot have held, given that what is there is not ours. */
  private static boolean contradicts(PutCondition condition, Optional<BlobInfo> there) {
    return switch (condition) {
      case PutCondition.Always() -> false;
      case PutCondition.IfAbsent() -> there.isPresent();
      case PutCondition.IfMatch(ETag etag) ->
          there.filter(info -> info.etag().equals(etag)).isEmpty();
    };
  }

  private BlobException unknown(
      S3Target target, SdkException failure, @Nullable BlobException atLookup) {
    BlobException.OutcomeUnknown unknown =
        new BlobException.OutcomeUnknown(
            "whether blob "
                + target.key()
                + " was put in the bucket "
                + bucket.name()
                + " is not known: "
                + failure.getMessage(),
            failure);
    if (atLookup != null) {
      unknown.addSuppressed(atLookup);
    }
    return unknown;
  }

  /**
   * Asks what was just stored, because the answer to the put does not tell its date. The blob is
   * safe by now, so neither a failure of this nor somebody's next put makes ours fail.
   */
  private BlobInfo lookUp(S3Target target, long size, S3Receipt receipt) {
    try {
      Optional<S3Lookup.Found> found = lookup.find(target.key());
      if (found.filter(target::isOurs).isPresent()) {
        return found.get().info();
      }
    } catch (BlobException e) {
      // what follows is as good but for the date
    }
    return stored(target, size, receipt, clock.instant().truncatedTo(ChronoUnit.SECONDS));
  }

  private static BlobInfo stored(S3Target target, long size, S3Receipt receipt, Instant date) {
    return new BlobInfo(
        target.key(),
        size,
        S3Lookup.etag(receipt.etag()),
        date,
        target.options().contentType(),
        target.options().metadata());
  }
}

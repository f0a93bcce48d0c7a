package dev.hawser.storage.aws;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.BlobUrlSigner;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.DeleteReport;
import dev.hawser.storage.DownloadGrant;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PutOptions;
import dev.hawser.storage.SignedRequest;
import dev.hawser.storage.UploadGrant;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;

/**
 * Blobs in a bucket of Amazon S3 or a compatible service.
 *
 * <p>A blob of up to one part is one request, a larger one an upload in parts, of at most 80 GiB.
 * Each put leaves a random write id in the object's metadata, by which a put whose answer was lost
 * finds out whether it happened. What fails for a moment is sent again, up to five times within a
 * minute. A clock that is off is noticed by the first refusal and allowed for from then on.
 *
 * <p>The service must honour {@code If-None-Match} and {@code If-Match} of PutObject and
 * CompleteMultipartUpload; one that ignores them gives no conditions. The parts of an upload whose
 * process died stay, unseen but paid for, until a lifecycle rule of the bucket removes them.
 */
public final class S3BlobStore implements BlobStore, BlobUrlSigner {
  private final S3Bucket bucket;
  private final S3Lookup lookup;
  private final S3Uploads uploads;
  private final S3Downloads downloads;
  private final S3Listing listing;
  private final S3Deletes deletes;
  private final S3Signatures signatures;

  private S3BlobStore(
      S3Settings settings, S3Connection connection, InstantSource clock, Duration pause) {
    String region = connection.region().id();
    String place = settings.endpoint().map(URI::toString).orElse("Amazon S3 in " + region);
    bucket = new S3Bucket(connection, new S3Errors(settings.bucket(), region, place), pause);
    lookup = new S3Lookup(bucket);
    uploads = new S3Uploads(bucket, lookup, settings.encryption(), clock);
    downloads = new S3Downloads(bucket, lookup);
    listing = new S3Listing(bucket);
    deletes = new S3Deletes(bucket);
    signatures = new S3Signatures(bucket, connection, settings.encryption());
  }

  /**
   * Opens a store. Nothing is sent to the service; wrong settings show at the first use.
   *
   * @throws BlobException.Rejected when there is no region in the settings and none can be found
   */
  public static S3BlobStore open(S3Settings settings, InstantSource clock) {
    return open(settings, clock, S3Bucket.FIRST_PAUSE);
  }

  static S3BlobStore open(S3Settings settings, InstantSource clock, Duration firstPause) {
    return new S3BlobStore(settings, S3Connection.open(settings), clock, firstPause);
  }

  @Override
  public BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    bucket.checkOpen();
    return uploads.put(key, source, options);
  }

  @Override
  public Blob get(BlobKey key, ByteRange range) {
    bucket.checkOpen();
    return downloads.open(key, range);
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    bucket.checkOpen();
    return lookup.find(key).map(S3Lookup.Found::info);
  }

  @Override
  public BlobPage list(BlobPrefix prefix, PageRequest page) {
    bucket.checkOpen();
    return listing.list(prefix, page);
  }

  @Override
  public void delete(BlobKey key) {
    bucket.checkOpen();
    deletes.delete(key);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlobKey> keys) {
    bucket.checkOpen();
    return deletes.deleteAll(keys);
  }

  @Override
  public SignedRequest signGet(BlobKey key, DownloadGrant grant) {
    bucket.checkOpen();
    return signatures.get(key, grant);
  }

  @Override
  public SignedRequest signPut(BlobKey key, UploadGrant grant) {
    bucket.checkOpen();
    return signatures.put(key, grant);
  }

  @Override
  public void close() {
    bucket.close();
  }
}

package dev.hawser.storage.gcp;

import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import com.google.auth.oauth2.GoogleCredentials;
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
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;

/**
 * Blobs as objects of a bucket of Google Cloud Storage. The generation is the etag. Each object has
 * one metadata entry of our own, {@code hawser-write-id}, which callers do not see.
 *
 * <p>Opening makes no request: what is wrong with the bucket or the credentials shows at the first
 * call. A bucket that is not there is {@link BlobException.Unavailable}.
 *
 * <p>A get is one request. Where its answer does not describe the object, which is so for objects
 * that others put, it is two more, one for the description and one for the bytes of that
 * generation; both the bucket and the connection may change between them without a mix of versions.
 */
public final class GcsBlobStore implements BlobStore, BlobUrlSigner {
  /** How often a get starts again because the blob was replaced between its two requests. */
  private static final int GET_ROUNDS = 20;

  private final String bucket;
  private final Storage client;
  private final GcsErrors errors;
  private final GcsRetries retries;
  private final GcsDirectReads direct;
  private final GcsListing listing;
  private final GcsDeletes deletes;
  private final GcsUrlSigner signer;

  private GcsBlobStore(
      GcsSettings settings, GoogleCredentials credentials, InstantSource clock, Duration pause) {
    this.bucket = settings.bucket();
    this.client = GcsClient.of(settings, credentials);
    this.errors = new GcsErrors(bucket);
    this.retries = new GcsRetries(errors, pause);
    this.listing = new GcsListing(client, bucket, retries);
    this.deletes = new GcsDeletes(client, bucket, retries, errors);
    URI endpoint = settings.endpoint().orElse(GcsClient.GOOGLE);
    this.direct = new GcsDirectReads(endpoint, bucket, client, retries, errors);
    this.signer = new GcsUrlSigner(endpoint, bucket, credentials, clock);
  }

  /**
   * Opens a store.
   *
   * @param clock dates signatures
   * @throws BlobException.AccessDenied when the settings lead to no credentials; the message says
   *     what is missing
   */
  public static GcsBlobStore open(GcsSettings settings, InstantSource clock) {
    return open(settings, clock, GcsRetries.FIRST_PAUSE);
  }

  static GcsBlobStore open(GcsSettings settings, InstantSource clock, Duration firstPause) {
    return new GcsBlobStore(settings, GcsLogin.of(settings), clock, firstPause);
  }

  @Override
  public BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    checkOpen();
    return new GcsPut(client, bucket, retries, errors, key, options).run(source);
  }

  @Override
  public Blob get(BlobKey key, ByteRange range) {
    checkOpen();
    return direct.open(key, range).orElseGet(() -> openDescribed(key, range));
  }

  private Blob openDescribed(BlobKey key, ByteRange range) {
    for (int round = 0; round < GET_ROUNDS; round++) {
      StorageObject object =
          find(key, "get " + key).orElseThrow(() -> new BlobException.NotFound(key));
      BlobInfo info = GcsObjects.info(key, object);
      long length = range.lengthIn(info.size());
      GcsBody body = new GcsBody(client, bucket, object, retries, errors, range.offset(), length);
      if (connect(key, body)) {
        return new Blob(info, length, new BufferedInputStream(body)); // some read byte by byte
      }
    }
    throw new BlobException.Unavailable(
        "cannot get " + key + ": it was replaced " + GET_ROUNDS + " times meanwhile", null);
  }

  /** False when the generation is gone. */
  private boolean connect(BlobKey key, GcsBody body) {
    return retries.run(
        "get " + key,
        () -> {
          try {
            body.connect();
            return true;
          } catch (IOException e) {
            if (GcsErrors.isMissingBlob(e)) {
              return false;
            }
            throw e;
          }
        });
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    checkOpen();
    return find(key, "look at " + key).map(object -> GcsObjects.info(key, object));
  }

  private Optional<StorageObject> find(BlobKey key, String action) {
    return retries.run(
        action,
        () -> {
          try {
            return Optional.of(
                client.objects().get(bucket, key.value()).setFields(GcsObjects.FIELDS).execute());
          } catch (IOException e) {
            if (GcsErrors.isMissingBlob(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  @Override
  public BlobPage list(BlobPrefix prefix, PageRequest page) {
    checkOpen();
    return listing.page(prefix, page);
  }

  @Override
  public void delete(BlobKey key) {
    checkOpen();
    deletes.one(key);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlobKey> keys) {
    checkOpen();
    return deletes.all(keys);
  }

  @Override
  public SignedRequest signGet(BlobKey key, DownloadGrant grant) {
    checkOpen();
    return signer.get(key, grant);
  }

  @Override
  public SignedRequest signPut(BlobKey key, UploadGrant grant) {
    checkOpen();
    return signer.put(key, grant);
  }

  /** Calls that are still running may finish, but try nothing again. */
  @Override
  public void close() {
    retries.close();
  }

  private void checkOpen() {
    if (retries.isClosed()) {
      throw new IllegalStateException("the blob store is closed");
    }
  }
}

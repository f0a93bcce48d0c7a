package dev.hawser.storage.gcp;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.ETag;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One put: a single request for what fits into a part, else a session with one part on its way
 * while the next is read. The object carries a random id, by which a put whose answer was lost
 * finds out what became of it.
 */
final class GcsPut {
  private static final int PRECONDITION_FAILED = 412;

  private final Storage client;
  private final String bucket;
  private final GcsRetries retries;
  private final GcsErrors errors;
  private final BlobKey key;
  private final PutOptions options;
  private final OptionalLong generation;
  private final String writeId = UUID.randomUUID().toString();
  private final StorageObject object;

  GcsPut(
      Storage client,
      String bucket,
      GcsRetries retries,
      GcsErrors errors,
      BlobKey key,
      PutOptions options) {
    this.client = client;
    this.bucket = bucket;
    this.retries = retries;
    this.errors = errors;
    this.key = key;
    this.options = options;
    this.generation = generation(key, options.condition());
    this.object = GcsObjects.toPut(key, options, writeId);
  }

  /** The generation that must be there; 0 for none. */
  private static OptionalLong generation(BlobKey key, PutCondition condition) {
    return switch (condition) {
      case PutCondition.Always() -> OptionalLong.empty();
      case PutCondition.IfAbsent() -> OptionalLong.of(0);
      case PutCondition.IfMatch(ETag etag) -> {
        if (!etag.value().matches("[1-9][0-9]{0,17}")) {
          throw new BlobException.ConditionFailed(key, condition); // no generation, so of no blob
        }
        yield OptionalLong.of(Long.parseLong(etag.value()));
      }
    };
  }

  BlobInfo run(BlobSource source) {
    try (SourceParts parts = SourceParts.open(source)) {
      SourceParts.Part first = parts.next();
      return first.last() ? atOnce(first, parts.crc32c()) : inParts(first, parts);
    }
  }

  private BlobInfo atOnce(SourceParts.Part part, long crc32c) {
    object.setCrc32c(GcsObjects.crc32c(crc32c));
    GcsRetries.Tries tries = retries.start();
    boolean inDoubt = false;
    while (true) {
      try {
        return GcsObjects.info(key, insert(part));
      } catch (IOException e) {
        inDoubt |= GcsErrors.mayHaveHappened(e);
        if (!tries.again(e)) {
          return settle(e, inDoubt);
        }
      }
    }
  }

  private StorageObject insert(SourceParts.Part part) throws IOException {
    ByteArrayContent content =
        new ByteArrayContent(options.contentType(), part.buffer(), 0, part.length());
    Storage.Objects.Insert insert = client.objects().insert(bucket, object, content);
    insert.getMediaHttpUploader().setDirectUploadEnabled(true);
    insert.setDisableGZipContent(true).setFields(GcsObjects.FIELDS);
    generation.ifPresent(insert::setIfGenerationMatch);
    return insert.execute();
  }

  private BlobInfo inParts(SourceParts.Part first, SourceParts parts) {
    GcsUpload upload;
    try {
      upload = GcsUpload.start(client, retries, bucket, object, generation);
    } catch (IOException e) {
      return settle(e, false);
    }
    StorageObject stored;
    try {
      SourceParts.Part last = sendAllButLast(upload, first, parts);
      stored = upload.finish(last, parts.crc32c());
    } catch (IOException e) {
      cancel(upload, e);
      return settle(e, upload.isInDoubt());
    } catch (RuntimeException | Error e) {
      cancel(upload, e);
      throw e;
    }
    return GcsObjects.info(key, stored);
  }

  private static SourceParts.Part sendAllButLast(
      GcsUpload upload, SourceParts.Part first, SourceParts parts) throws IOException {
    SourceParts.Part part = first;
    ExecutorService sender = Executors.newVirtualThreadPerTaskExecutor();
    try (sender) {
      while (!part.last()) {
        SourceParts.Part current = part;
        Future<?> sending =
            sender.submit(
                () -> {
                  upload.send(current);
                  return null;
                });
        part = parts.next();
        await(sending);
      }
      return part;
    } catch (IOException | RuntimeException | Error e) {
      sender.shutdownNow(); // breaks off what is on its way; closing waits for it
      throw e;
    }
  }

  private static void await(Future<?> sending) throws IOException {
    try {
      sending.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a part was on its way", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** Also for a caller who was interrupted: what was sent must not stay for a week. */
  private static void cancel(GcsUpload upload, Throwable failure) {
    boolean interrupted = Thread.interrupted();
    try {
      upload.cancel();
    } catch (IOException e) {
      failure.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * What became of a put whose last request failed.
   *
   * @param inDoubt whether one of its requests may have stored the blob
   */
  private BlobInfo settle(IOException failure, boolean inDoubt) {
    boolean conditionFailed = GcsErrors.status(failure) == PRECONDITION_FAILED;
    if (inDoubt) {
      StorageObject current;
      try {
        current = client.objects().get(bucket, key.value()).setFields(GcsObjects.FIELDS).execute();
      } catch (IOException e) {
        if (!GcsErrors.isMissingBlob(e)) {
          throw unknown(failure);
        }
        current = new StorageObject();
      }
      if (GcsObjects.isOf(current, writeId)) {
        return GcsObjects.info(key, current);
      }
      if (!conditionFailed) {
        throw unknown(failure);
      }
    }
    throw conditionFailed
        ? new BlobException.ConditionFailed(key, options.condition())
        : errors.classify("put " + key, failure);
  }

  private BlobException unknown(IOException failure) {
    BlobException cause = errors.classify("put " + key, failure);
    return new BlobException.OutcomeUnknown(
        cause.getMessage() + "; the blob may have been stored", cause);
  }
}

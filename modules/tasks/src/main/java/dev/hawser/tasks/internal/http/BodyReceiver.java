package dev.hawser.tasks.internal.http;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.http.IdempotencyKey;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.BlobException;
import dev.hawser.tasks.EngineSettings;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.FileSettings;
import dev.hawser.tasks.internal.files.FileTooLargeException;
import dev.hawser.tasks.internal.files.MediaTypes;
import dev.hawser.tasks.internal.files.WorkflowFiles;
import dev.hawser.tasks.internal.http.MultipartReader.MalformedException;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.AvailableByteBody;
import io.micronaut.http.body.ByteBody;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the bodies of calls that start executions. JSON, forms and text are values and are read
 * whole, up to a limit; everything else streams into files. It runs on the request's virtual
 * thread: a slow client holds a thread that costs nothing and one buffer.
 */
@Singleton
final class BodyReceiver {
  static final ErrorCode TOO_LARGE = new ErrorCode("tasks.payload-too-large");
  private static final ErrorCode FILE_TOO_LARGE = new ErrorCode("tasks.file-too-large");
  private static final ErrorCode BUSY = new ErrorCode("tasks.too-many-uploads");
  private static final ErrorCode BROKEN = new ErrorCode("tasks.body-incomplete");
  private static final ErrorCode MULTIPART = new ErrorCode("tasks.multipart-malformed");
  private static final ErrorCode STORE = new ErrorCode("tasks.files-unavailable");
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final WorkflowFiles files;
  private final int maxPayload;
  private final Semaphore uploads;

  BodyReceiver(WorkflowFiles files, SettingValues settings) {
    this.files = files;
    this.maxPayload =
        Math.toIntExact(
            Math.min(settings.get(EngineSettings.MAX_PAYLOAD), Integer.MAX_VALUE - 16L));
    this.uploads = new Semaphore(settings.get(FileSettings.MAX_UPLOADS));
  }

  /**
   * For whom a body is taken in.
   *
   * @param execution the id under which it will be accepted
   */
  record Receiver(ProjectId project, ExecutionId execution) {}

  /**
   * The body of a webhook. When this fails, no file of it is kept.
   *
   * @throws HawserException as the answer to the caller
   */
  Received webhook(ServerHttpRequest<?> request, Receiver receiver) {
    String type = request.getHeaders().get("Content-Type");
    if (type != null && isMultipart(type)) {
      return upload(request, receiver, type);
    }
    if (type == null || MediaTypes.isJson(type) || MediaTypes.isText(type)) {
      byte[] body = bytes(request);
      return new Received(TriggerInput.body(type, body), List.of(), fingerprint(request, body));
    }
    return upload(request, receiver, type);
  }

  /** The body of a call of the API: multipart or, whatever its type says, JSON. */
  Received manual(ServerHttpRequest<?> request, Receiver receiver) {
    String type = request.getHeaders().get("Content-Type");
    if (type != null && isMultipart(type)) {
      return upload(request, receiver, type);
    }
    byte[] body = bytes(request);
    return new Received(TriggerInput.json(body), List.of(), fingerprint(request, body));
  }

  private static boolean isMultipart(String type) {
    return MediaTypes.essence(type).equals("multipart/form-data");
  }

  /** The whole body, as far as a trigger takes it. */
  private byte[] bytes(ServerHttpRequest<?> request) {
    ByteBody body = request.byteBody();
    long told = body.expectedLength().orElse(0);
    if (told > maxPayload) {
      throw tooLarge(told + " bytes");
    }
    if (body instanceof AvailableByteBody available) {
      return available.toByteArray();
    }
    try (InputStream in = body.toInputStream()) {
      byte[] bytes = in.readNBytes(maxPayload + 1);
      if (bytes.length > maxPayload) {
        throw tooLarge("more bytes than that");
      }
      return bytes;
    } catch (IOException e) {
      throw broken();
    }
  }

  private HawserException tooLarge(String size) {
    return new HawserException.LimitExceeded(
        TOO_LARGE, "A trigger takes at most " + maxPayload + " bytes; the body has " + size, null);
  }

  private Received upload(ServerHttpRequest<?> request, Receiver receiver, String type) {
    if (!uploads.tryAcquire()) {
      throw new HawserException.LimitExceeded(
          BUSY, "Too many uploads are on their way to this server", RETRY_AFTER);
    }
    MessageDigest digest = IdempotencyKey.of(request).isPresent() ? Triggering.sha256() : null;
    Upload upload = new Upload(files, receiver, maxPayload, digest);
    try (InputStream in = request.byteBody().toInputStream()) {
      return isMultipart(type) ? upload.multipart(in, type) : upload.whole(in, type, request);
    } catch (RuntimeException | IOException e) {
      upload.discard();
      throw answer(e);
    } finally {
      uploads.release();
    }
  }

  private RuntimeException answer(Exception e) {
    return switch (e) {
      case FileTooLargeException tooLarge ->
          new HawserException.LimitExceeded(
              FILE_TOO_LARGE,
              "The files have more than " + files.maxSize() + " bytes, which is the limit",
              null);
      case MalformedException malformed -> {
        String message = "The multipart body is malformed: " + malformed.getMessage();
        yield new HawserException.Invalid(MULTIPART, message, List.of(Problem.at("", message)));
      }
      case IOException io -> broken();
      case UncheckedIOException io -> broken();
      case BlobException store ->
          new HawserException.Unavailable(STORE, "Files cannot be stored at the moment", store);
      case RuntimeException other -> other;
      default -> new IllegalStateException(e);
    };
  }

  private static HawserException broken() {
    String message = "The body broke off before its end";
    return new HawserException.Invalid(BROKEN, message, List.of(Problem.at("", message)));
  }

  private static byte @Nullable [] fingerprint(ServerHttpRequest<?> request, byte[] body) {
    return IdempotencyKey.of(request).isPresent() ? Triggering.sha256().digest(body) : null;
  }
}

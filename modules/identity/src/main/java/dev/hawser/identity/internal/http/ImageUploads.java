package dev.hawser.identity.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.identity.ImageLimits;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads uploaded pictures: the raw bytes, or a form with one part named {@code file}. A few are in
 * memory at once, each up to its limit; others wait a moment.
 */
@Singleton
final class ImageUploads {
  private static final ErrorCode TOO_LARGE = new ErrorCode("identity.image-too-large");
  private static final ErrorCode INVALID = new ErrorCode("identity.image-invalid");
  private static final ErrorCode CUT_OFF = new ErrorCode("identity.upload-cut-off");
  private static final ErrorCode BUSY = new ErrorCode("identity.too-many-images");

  /** For the delimiters and headers of a form. */
  private static final int FORM_ROOM = 16 << 10;

  private static final int AT_ONCE = 8;
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final Semaphore places = new Semaphore(AT_ONCE, true);

  /**
   * Reads the file and hands it on.
   *
   * @throws HawserException.LimitExceeded when it is too large, or too many are being read
   * @throws HawserException.Invalid when a form is not of one part named file
   */
  <T> T take(HttpRequest<?> request, @Nullable InputStream body, Function<byte[], T> use) {
    String type = request.getHeaders().get(HttpHeaders.CONTENT_TYPE, String.class).orElse("");
    boolean form = FormFile.isForm(type);
    int limit = ImageLimits.MAX_FILE + (form ? FORM_ROOM : 0);
    try (InputStream in = body == null ? InputStream.nullInputStream() : body) {
      if (request.getContentLength() <= limit) {
        enter();
        try {
          byte[] bytes = in.readNBytes(limit + 1);
          if (bytes.length <= limit) {
            return use.apply(form ? file(bytes, type) : whole(bytes));
          }
        } finally {
          places.release();
        }
      }
      discard(in);
      throw tooLarge();
    } catch (IOException e) {
      String message = "The upload was cut off.";
      throw new HawserException.Invalid(CUT_OFF, message, List.of(Problem.at("", message)));
    }
  }

  private static byte[] file(byte[] form, String type) {
    return whole(FormFile.find(form, type).orElseThrow(ImageUploads::noFile));
  }

  private static byte[] whole(byte[] file) {
    if (file.length > ImageLimits.MAX_FILE) {
      throw tooLarge();
    }
    return file;
  }

  /** Most clients only read an answer when they have sent everything; the server bounds that. */
  private static void discard(InputStream in) throws IOException {
    byte[] buffer = new byte[8_192];
    while (in.read(buffer) >= 0) {
      // nothing is kept
    }
  }

  private void enter() {
    boolean entered = false;
    try {
      entered = places.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!entered) {
      throw new HawserException.LimitExceeded(
          BUSY, "Too many images are being uploaded; try again shortly.", MAX_WAIT);
    }
  }

  private static HawserException.LimitExceeded tooLarge() {
    return new HawserException.LimitExceeded(
        TOO_LARGE, "The image is larger than " + (ImageLimits.MAX_FILE >> 20) + " MiB.", null);
  }

  private static HawserException.Invalid noFile() {
    String message = "The form must have one part, named file.";
    return new HawserException.Invalid(INVALID, message, List.of(Problem.at("/file", message)));
  }
}

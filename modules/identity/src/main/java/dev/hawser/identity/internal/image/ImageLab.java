package dev.hawser.identity.internal.image;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Turns what people send into pictures that can be served. At most two are decoded at once, and
 * only one of those whose decoder holds the whole picture in memory; who waits too long is sent
 * away.
 */
@Singleton
final class ImageLab {
  private static final ErrorCode INVALID = new ErrorCode("identity.image-invalid");
  private static final ErrorCode BUSY = new ErrorCode("identity.too-many-images");
  private static final int DECODERS = 2;
  private static final int SMALL = 8_000_000;
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final Semaphore decoders;
  private final Duration maxWait;

  ImageLab() {
    this(new Semaphore(DECODERS, true), MAX_WAIT);
  }

  ImageLab(Semaphore decoders, Duration maxWait) {
    this.decoders = decoders;
    this.maxWait = maxWait;
  }

  /**
   * The picture, clean and small.
   *
   * @param maxSide of the result, in pixels
   * @throws HawserException.Invalid when it is none, or one that is not taken
   * @throws HawserException.LimitExceeded when too many are being decoded
   */
  EncodedImage renew(byte[] file, int maxSide) {
    try {
      BareImage bare = BareImage.of(file);
      boolean heavy = bare.wholeInMemory() && bare.width() * bare.height() > SMALL;
      int permits = heavy ? DECODERS : 1;
      if (!decoders.tryAcquire(permits, maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
      try {
        return ImageCodec.renew(bare, maxSide);
      } finally {
        decoders.release(permits);
      }
    } catch (RefusedImageException e) {
      String message = "The file " + e.getMessage() + ".";
      throw new HawserException.Invalid(INVALID, message, List.of(Problem.at("/file", message)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private HawserException.LimitExceeded busy() {
    return new HawserException.LimitExceeded(
        BUSY, "Too many images are being read; try again shortly.", maxWait);
  }
}

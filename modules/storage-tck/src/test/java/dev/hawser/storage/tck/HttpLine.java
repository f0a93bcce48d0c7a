package dev.hawser.storage.tck;

import dev.hawser.storage.BlobException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends requests to {@link HttpBlobService} until there is an answer, within reason. */
final class HttpLine implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final Set<Flaw> flaws;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  HttpLine(Set<Flaw> flaws) {
    this.flaws = flaws;
  }

  /**
   * What came of a request.
   *
   * @param answer null when none came at all
   * @param doubtful whether an attempt before the answer may have done the work
   */
  record Reply<T>(@Nullable HttpResponse<T> answer, boolean doubtful) {}

  /**
   * @throws BlobException.Unavailable when the service has certainly done nothing
   */
  <T> Reply<T> send(HttpRequest request, BodyHandler<T> body) {
    checkOpen();
    boolean doubtful = false;
    for (int attempt = 1; ; attempt++) {
      boolean last = flaws.contains(Flaw.NEVER_RETRIES) || attempt == ATTEMPTS;
      try {
        HttpResponse<T> answer = client.send(request, body);
        if (answer.statusCode() == 403) {
          throw flaws.contains(Flaw.MISTAKES_DENIAL)
              ? new BlobException.Unavailable("refused", null)
              : new BlobException.AccessDenied("the service refuses the token", null);
        }
        if (answer.headers().firstValue("X-Error").filter("NoSuchBucket"::equals).isPresent()
            && !flaws.contains(Flaw.OVERLOOKS_BUCKETS)) {
          throw new BlobException.Unavailable("there is no such bucket", null);
        }
        if (answer.statusCode() != 503) {
          return new Reply<>(answer, doubtful);
        }
        if (last && !doubtful) {
          throw new BlobException.Unavailable("the service is unavailable", null);
        }
      } catch (ConnectException e) {
        if (last && !doubtful) {
          throw new BlobException.Unavailable("the service cannot be reached", e);
        }
      } catch (IOException e) {
        doubtful = true;
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      if (last) {
        return new Reply<>(null, true);
      }
      pause(10L << Math.min(attempt, 6));
    }
  }

  private void pause(long millis) {
    try {
      if (closed.await(millis, TimeUnit.MILLISECONDS)) {
        throw new BlobException.Unavailable("closed", null);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static BlobException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BlobException.Unavailable("interrupted", e);
  }

  void checkOpen() {
    if (closed.getCount() == 0) {
      throw new IllegalStateException("the blob store is closed");
    }
  }

  @Override
  public void close() {
    closed.countDown();
    client.shutdownNow();
  }
}

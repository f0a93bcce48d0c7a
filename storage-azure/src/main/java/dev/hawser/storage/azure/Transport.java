package dev.hawser.storage.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/**
 * Carries the requests of the vendor's client on the JDK's. The calling thread waits, also where
 * the vendor's interface is asynchronous. Bodies of answers are read to their end before the answer
 * is given, so that connections can be used again, unless the request asks to {@link #STREAM}.
 */
final class Transport implements com.azure.core.http.HttpClient, AutoCloseable {
  /** Of a request whose answer's body is read bit by bit. */
  static final Context STREAM = new Context("hawser-stream", true);

  /** More than any answer that is not streamed: a page of 1,000 names, a batch of 256 answers. */
  private static final int MAX_ANSWER = 16 << 20;

  /** What the JDK writes itself. */
  private static final Set<String> OWN_HEADERS =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final Limits limits;
  private final ExecutorService threads;
  private final HttpClient client;

  Transport(Limits limits, HttpClient.Builder builder) {
    this.limits = limits;
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("azure-blob-", 0).factory());
    this.client =
        builder
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.connect())
            .executor(threads)
            .build();
  }

  @Override
  public Mono<com.azure.core.http.HttpResponse> send(com.azure.core.http.HttpRequest request) {
    return send(request, Context.NONE);
  }

  @Override
  public Mono<com.azure.core.http.HttpResponse> send(
      com.azure.core.http.HttpRequest request, Context context) {
    return Mono.fromCallable(() -> sendSync(request, context));
  }

  @Override
  public com.azure.core.http.HttpResponse sendSync(
      com.azure.core.http.HttpRequest request, Context context) {
    boolean streamed = context.getData("hawser-stream").isPresent();
    try {
      HttpResponse<TimedBody> response =
          await(client.sendAsync(toJdk(request), head -> new TimedBody(limits.body())));
      if (streamed) {
        return new Answer(request, response, response.body());
      }
      try (TimedBody body = response.body()) {
        byte[] bytes = body.readNBytes(MAX_ANSWER);
        if (bytes.length == MAX_ANSWER) {
          throw new IOException("an answer of more than " + MAX_ANSWER + " bytes");
        }
        return new Answer(request, response, bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest toJdk(com.azure.core.http.HttpRequest request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(request.getUrl().toString())).timeout(limits.answer());
    HttpMethod method = request.getHttpMethod();
    if (method == HttpMethod.GET) {
      builder.GET();
    } else if (method == HttpMethod.HEAD) {
      builder.HEAD();
    } else {
      builder.method(method.toString(), body(request));
    }
    request.getHeaders().stream()
        .filter(header -> !OWN_HEADERS.contains(header.getName().toLowerCase(Locale.ROOT)))
        .forEach(header -> builder.header(header.getName(), header.getValue()));
    return builder.build();
  }

  private static BodyPublisher body(com.azure.core.http.HttpRequest request) {
    BinaryData data = request.getBodyAsBinaryData();
    if (data == null) {
      return BodyPublishers.noBody();
    }
    // Without a copy where the data is in memory, as parts are; the vendor's own stream makes one.
    ByteBuffer bytes = data.toByteBuffer();
    int length = bytes.remaining();
    return length == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(
            BodyPublishers.ofInputStream(() -> new BufferStream(bytes.duplicate())), length);
  }

  /**
   * Waits without heeding interrupts: the time is bounded, and a half-sent put helps nobody. The
   * JDK's client keeps the time itself, but not when its own thread has died for want of memory.
   */
  private <T> T await(CompletableFuture<T> future) throws IOException {
    long end = System.nanoTime() + limits.connect().plus(limits.answer()).toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new HttpTimeoutException("no answer in time");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException failure) {
        throw failure;
      }
      throw new IOException("the connection failed", cause);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static HttpHeaders headers(HttpResponse<?> response) {
    HttpHeaders headers = new HttpHeaders();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> headers.set(HttpHeaderName.fromString(name), List.copyOf(values)));
    return headers;
  }

  /** Ends connections; requests and bodies that are on their way fail. */
  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdown();
  }
}

package dev.hawser.storage.azure;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as a stream that gives up when nothing arrives for a while; the JDK's own
 * waits for ever. At most one delivery of the connection is held.
 */
final class TimedBody extends InputStream implements BodySubscriber<TimedBody> {
  private sealed interface Signal {}

  private record Delivery(List<ByteBuffer> buffers) implements Signal {}

  private record End(@Nullable Throwable failure) implements Signal {}

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Duration patience;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
  private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
  private ByteBuffer current = NOTHING;
  private @Nullable End end;
  private boolean closed;

  TimedBody(Duration patience) {
    this.patience = patience;
  }

  @Override
  public CompletionStage<TimedBody> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    if (subscribed.complete(subscription)) {
      subscription.request(1);
    } else {
      subscription.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    signals.add(new Delivery(buffers));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new End(failure));
  }

  @Override
  public void onComplete() {
    signals.add(new End(null));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (closed) {
      throw new IOException("the body is closed");
    }
    if (count == 0) {
      return 0;
    }
    while (!current.hasRemaining()) {
      ByteBuffer next = waiting.poll();
      if (next != null) {
        current = next;
      } else if (!receive()) {
        return -1;
      }
    }
    int given = Math.min(count, current.remaining());
    current.get(target, offset, given);
    return given;
  }

  /** Takes the next delivery; false at the end. */
  private boolean receive() throws IOException {
    return switch (end == null ? next() : end) {
      case Delivery(List<ByteBuffer> buffers) -> {
        waiting.addAll(buffers);
        subscribed.join().request(1);
        yield true;
      }
      case End last -> {
        end = last;
        if (last.failure != null) {
          throw new IOException("the body broke off", last.failure);
        }
        yield false;
      }
    };
  }

  private Signal next() throws IOException {
    try {
      Signal signal = signals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (signal == null) {
        throw new HttpTimeoutException("no bytes for " + patience.toSeconds() + " s");
      }
      return signal;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
  }

  /** Gives up what was not read, and the connection with it. */
  @Override
  public void close() {
    closed = true;
    waiting.clear();
    current = NOTHING;
    if (!(signals.peek() instanceof End) && end == null) {
      var _ = subscribed.thenAccept(Flow.Subscription::cancel);
    }
  }
}

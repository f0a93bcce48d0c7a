package dev.hawser.identity.internal.http;

import dev.hawser.core.time.SystemTime;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The machine's clock, put forward as far as a test wants. */
@Singleton
@Primary
final class TestClock implements InstantSource {
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  @Override
  public Instant instant() {
    return SystemTime.SOURCE.instant().plus(ahead.get());
  }

  void forward(Duration by) {
    ahead.updateAndGet(by::plus);
  }
}

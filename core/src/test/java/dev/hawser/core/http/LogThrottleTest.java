package dev.hawser.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogThrottleTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // the JVM's may overflow
  private final LogThrottle throttle = new LogThrottle(clock::get);

  @Test
  void one_line_a_second_tells_how_many_were_withheld() {
    assertThat(throttle.admit()).isZero();
    assertThat(throttle.admit()).isEqualTo(-1);
    pass(Duration.ofMillis(999));
    assertThat(throttle.admit()).isEqualTo(-1);
    pass(Duration.ofMillis(1));
    assertThat(throttle.admit()).isEqualTo(2);
    pass(Duration.ofSeconds(1));
    assertThat(throttle.admit()).isZero();
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}

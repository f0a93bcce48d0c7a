package dev.hawser.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogThrottleTest {
  private static final ErrorCode CODE = new ErrorCode("test.one");

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // the JVM's may overflow
  private final LogThrottle throttle = new LogThrottle(clock::get);

  @Test
  void one_line_a_second_tells_how_many_were_withheld() {
    assertThat(throttle.admit(CODE)).contains("");
    assertThat(throttle.admit(CODE)).isEmpty();
    pass(Duration.ofMillis(999));
    assertThat(throttle.admit(CODE)).isEmpty();
    pass(Duration.ofMillis(2_001));
    assertThat(throttle.admit(CODE)).contains(" (and 2 more in 3 s before it)");
    pass(Duration.ofSeconds(1));
    assertThat(throttle.admit(CODE)).contains("");
  }

  @Test
  void what_happens_a_lot_does_not_hide_anything_else() {
    assertThat(throttle.admit(CODE)).isPresent();
    assertThat(throttle.admit(CODE)).isEmpty();

    assertThat(throttle.admit(new ErrorCode("test.other"))).contains("");
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}

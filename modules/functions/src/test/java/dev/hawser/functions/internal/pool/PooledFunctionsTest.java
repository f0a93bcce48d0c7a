package dev.hawser.functions.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.functions.internal.guest.GuestLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The pool's own books when something of the platform is short. */
class PooledFunctionsTest {
  @Test
  void a_worker_that_could_not_be_started_is_neither_counted_nor_is_its_call_left_behind()
      throws Exception {
    AtomicInteger asked = new AtomicInteger();
    ThreadFactory full =
        work -> {
          if (asked.incrementAndGet() <= 3) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          return Thread.ofPlatform().daemon().unstarted(work);
        };
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Sandboxes sandboxes =
        new LocalSandboxes(new GuestLimits(Duration.ofMinutes(1), 1_000_000, 1 << 20));
    try (OpenFunctions open =
        new OpenFunctions(
            new PooledFunctions(
                OpenFunctions.options(1, 1), sandboxes, new FunctionMetrics(registry), full),
            registry)) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> open.run("export default () => 1"))
            .isInstanceOf(OutOfMemoryError.class);
        assertThat(registry.get("hawser.functions.runners").gauge().value()).isZero();
        assertThat(registry.get("hawser.functions.waiting").gauge().value()).isZero();
      }
      assertThat(open.returned("export default () => 2")).isEqualTo("2");
    }
  }
}

package dev.hawser.app.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.health.PartHealth;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.MemoryBlobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StorageHealthTest {
  private static final PartHealth UP = PartHealth.up("can be read and written");
  private static final PartHealth NOT_WRITTEN = PartHealth.down("cannot be written");
  private static final PartHealth NOT_READ = PartHealth.down("cannot be read");

  private final BlobStore memory = new MemoryBlobStore(InstantSource.system());
  private final List<String> calls = new ArrayList<>();
  private final Set<String> denied = new HashSet<>();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // about to turn around
  private final StorageHealth health = new StorageHealth(watched(), nanos::get);

  @Test
  void it_is_written_at_the_first_check_and_then_twice_a_minute() {
    for (int second = 0; second < 60; second++) {
      assertThat(health.check()).isEqualTo(UP);
      pass(Duration.ofSeconds(1));
    }

    assertThat(calls.stream().filter("put"::equals)).hasSize(2);
    assertThat(calls.stream().filter("head"::equals)).hasSize(59);
  }

  @Test
  void a_store_that_becomes_read_only_is_noticed_within_half_a_minute() {
    assertThat(health.check()).isEqualTo(UP);
    denied.add("put");

    pass(StorageHealth.WRITE_EVERY.minusMillis(1));
    assertThat(health.check()).isEqualTo(UP);
    pass(Duration.ofMillis(1));
    assertThat(health.check()).isEqualTo(NOT_WRITTEN);
  }

  @Test
  void a_store_that_cannot_be_read_is_noticed_at_once_and_stays_down() {
    assertThat(health.check()).isEqualTo(UP);
    denied.add("head");

    for (int second = 0; second < 60; second++) {
      assertThat(health.check()).isEqualTo(NOT_READ);
      pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void a_store_that_was_down_must_be_written_to_come_back() {
    assertThat(health.check()).isEqualTo(UP);
    denied.addAll(Set.of("head", "put"));
    assertThat(health.check()).isEqualTo(NOT_READ);

    denied.remove("head");
    assertThat(health.check()).isEqualTo(NOT_WRITTEN);
    denied.clear();
    assertThat(health.check()).isEqualTo(UP);
  }

  @Test
  void a_probe_that_somebody_removes_is_written_again() {
    assertThat(health.check()).isEqualTo(UP);
    memory.delete(new BlobKey("system/health/probe"));

    assertThat(health.check()).isEqualTo(UP);

    assertThat(memory.head(new BlobKey("system/health/probe"))).isPresent();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private BlobStore watched() {
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              if (denied.contains(method.getName())) {
                throw new BlobException.AccessDenied("denied by the test", null);
              }
              try {
                return method.invoke(memory, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}

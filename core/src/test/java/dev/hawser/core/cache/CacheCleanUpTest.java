package dev.hawser.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.storage.PutOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CacheCleanUpTest {
  private final MovableClock clock = new MovableClock(); // 2026-03-04
  private final FragileBlobs blobs = new FragileBlobs(new MemoryBlobStore(clock));
  private final CacheCleanUp cleanUp = new CacheCleanUp(blobs, clock);

  private void blob(String key) {
    blobs.put(new BlobKey(key), BlobSource.of(new byte[1]), PutOptions.DEFAULT);
  }

  @Test
  void days_that_are_over_go_page_by_page_and_nothing_else_does() {
    for (int i = 0; i < 2_500; i++) {
      blob("cache/2026-0%d-27/%d".formatted(1 + i % 2, i));
    }
    blob("cache/2026-03-03/old");
    blob("cache/2026-03-04/today");
    blob("cache/2026-03-05/tomorrow");
    blob("cache/0/not-a-day");
    blob("cache/2026-02-31/not-a-day-either");
    blob("cache/readme");
    blob("executions/2020-01-01/x");
    try (CapturedLog log = new CapturedLog(CacheCleanUp.class)) {
      cleanUp.run(() -> true);
      assertThat(blobs.keys(""))
          .containsExactly(
              "cache/0/not-a-day",
              "cache/2026-02-31/not-a-day-either",
              "cache/2026-03-04/today",
              "cache/2026-03-05/tomorrow",
              "cache/readme",
              "executions/2020-01-01/x");
      cleanUp.run(() -> true);
      assertThat(log.lines())
          .containsExactly("2501 cached blobs of days before 2026-03-04 are deleted");
    }
  }

  @Test
  void it_stops_when_another_replica_leads() {
    for (int i = 0; i < 1_500; i++) {
      blob("cache/2026-01-01/" + i);
    }
    AtomicInteger asked = new AtomicInteger();
    cleanUp.run(() -> asked.incrementAndGet() == 1);
    assertThat(blobs.keys("cache/")).hasSize(500);
  }

  @Test
  void a_store_that_is_down_fails_the_run_and_the_next_one_does_it() {
    blob("cache/2026-01-01/a");
    blobs.down(true);
    assertThatThrownBy(() -> cleanUp.run(() -> true)).isInstanceOf(BlobException.class);
    blobs.down(false);
    cleanUp.run(() -> true);
    assertThat(blobs.keys("cache/")).isEmpty();
  }
}

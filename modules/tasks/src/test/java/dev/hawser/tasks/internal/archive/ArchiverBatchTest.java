package dev.hawser.tasks.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.HistoryFixture;
import dev.hawser.tasks.internal.store.EndedExecutions.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ArchiverBatchTest {
  private static final ProjectId PROJECT = new ProjectId(UUID.randomUUID());
  private static final Waiting OLD = waiting("2026-11-01T08:00:00Z", "2026-11-25T12:00:05Z", 10);
  private static final Waiting FIRST = waiting("2026-11-25T11:59:00Z", "2026-11-25T12:00:01Z", 10);
  private static final Waiting SECOND = waiting("2026-11-25T11:59:01Z", "2026-11-25T12:00:09Z", 10);

  @Test
  void the_day_with_most_goes_first() {
    assertThat(Archiver.batch(List.of(OLD, FIRST, SECOND), false)).containsExactly(FIRST, SECOND);
  }

  @Test
  void when_one_has_waited_long_enough_its_day_goes_first() {
    Waiting waited = waiting("2026-11-01T08:00:00Z", "2026-11-25T11:00:00Z", 10);
    assertThat(Archiver.batch(List.of(waited, FIRST, SECOND), true)).containsExactly(waited);
    assertThat(Archiver.batch(List.of(OLD, FIRST, SECOND), true)).containsExactly(FIRST, SECOND);
  }

  @Test
  void a_batch_ends_where_it_would_be_too_large() {
    Waiting large =
        waiting("2026-11-25T11:59:02Z", "2026-11-25T12:00:09Z", Archiver.MAX_BYTES - 20);
    assertThat(Archiver.batch(List.of(FIRST, SECOND, large), false)).hasSize(3);
    assertThat(Archiver.batch(List.of(FIRST, SECOND, large, FIRST), false)).hasSize(3);
    assertThat(Archiver.batch(List.of(large, FIRST, SECOND, FIRST), false)).hasSize(3);
  }

  @Test
  void one_of_any_size_is_a_batch() {
    Waiting huge = waiting("2026-11-25T11:59:02Z", "2026-11-25T12:00:09Z", 50L << 20);
    assertThat(Archiver.batch(List.of(huge, FIRST), false)).containsExactly(huge);
    assertThat(Archiver.batch(List.of(FIRST, huge), false)).containsExactly(FIRST);
  }

  @Test
  void a_batch_has_a_limit_of_rows() {
    List<Waiting> many = new ArrayList<>();
    for (int i = 0; i < Archiver.MAX_ROWS + 1; i++) {
      many.add(FIRST);
    }
    assertThat(Archiver.batch(many, false)).hasSize(Archiver.MAX_ROWS);
  }

  @Test
  void nothing_is_no_batch() {
    assertThat(Archiver.batch(List.of(), true)).isEmpty();
  }

  private static Waiting waiting(String accepted, String ended, long size) {
    return new Waiting(PROJECT, HistoryFixture.idOf(accepted), Instant.parse(ended), size);
  }
}

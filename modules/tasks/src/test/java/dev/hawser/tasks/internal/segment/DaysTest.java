package dev.hawser.tasks.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.id.Uuid7;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DaysTest {
  @Test
  void a_day_begins_at_midnight_utc() {
    Instant midnight = Instant.parse("2026-11-25T00:00:00Z");
    LocalDate day = LocalDate.parse("2026-11-25");
    assertThat(Days.of(midnight)).isEqualTo(day);
    assertThat(Days.of(midnight.minusMillis(1))).isEqualTo(day.minusDays(1));
    assertThat(Days.start(day)).isEqualTo(midnight);
    UUID first = new Uuid7(() -> midnight).next();
    UUID before = new Uuid7(() -> midnight.minusMillis(1)).next();
    assertThat(Days.of(first)).isEqualTo(day);
    assertThat(Days.of(before)).isEqualTo(day.minusDays(1));
    assertThat(Days.firstId(day).toString()).isLessThan(first.toString());
    assertThat(Days.firstId(day).toString()).isGreaterThan(before.toString());
  }

  @Test
  void a_retention_of_a_hundred_years_expires_nothing() {
    assertThat(Days.firstId(LocalDate.parse("1926-11-25"))).isEqualTo(new UUID(0, 0));
  }
}

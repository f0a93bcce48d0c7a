package dev.hawser.app.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TimesTest {
  private static final Instant MOMENT = Instant.parse("2027-01-31T12:00:00.250Z");
  private final Times times = new Times(ZoneId.of("Europe/Berlin"));

  @Test
  void exact_times_are_local_and_name_the_offset() {
    assertThat(times.exact(MOMENT)).isEqualTo("2027-01-31 13:00:00.250 +01:00");
    assertThat(times.timeOfDay(MOMENT)).isEqualTo("13:00:00.250");
  }

  @Test
  void the_past_is_told_in_its_largest_unit() {
    assertThat(ago(Duration.ofMillis(999))).isEqualTo("now");
    assertThat(ago(Duration.ofSeconds(3))).isEqualTo("3 s ago");
    assertThat(ago(Duration.ofSeconds(119))).isEqualTo("1 min ago");
    assertThat(ago(Duration.ofMinutes(59))).isEqualTo("59 min ago");
    assertThat(ago(Duration.ofHours(23))).isEqualTo("23 h ago");
    assertThat(ago(Duration.ofHours(30))).isEqualTo("1 day ago");
    assertThat(ago(Duration.ofDays(6))).isEqualTo("6 days ago");
    assertThat(ago(Duration.ofDays(7))).isEqualTo("2027-01-31");
  }

  @Test
  void a_clock_that_is_behind_the_servers_is_no_matter() {
    assertThat(ago(Duration.ofSeconds(-4))).isEqualTo("now");
  }

  @Test
  void durations_have_two_units_at_most() {
    assertThat(Times.duration(0)).isEqualTo("0 ms");
    assertThat(Times.duration(999)).isEqualTo("999 ms");
    assertThat(Times.duration(1_299)).isEqualTo("1.2 s");
    assertThat(Times.duration(184_000)).isEqualTo("3 min 4 s");
    assertThat(Times.duration(7_500_000)).isEqualTo("2 h 5 min");
    assertThat(Times.duration(Duration.ofHours(76))).isEqualTo("3 d 4 h");
  }

  private String ago(Duration past) {
    return times.ago(MOMENT, MOMENT.plus(past));
  }
}

package dev.hawser.tasks.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RangeHeaderTest {
  @Test
  void one_range_is_cut_at_the_end_of_the_file() {
    assertThat(RangeHeader.of("bytes=0-0", 10)).isEqualTo(new RangeHeader.Part(0, 0));
    assertThat(RangeHeader.of("bytes=5-", 10)).isEqualTo(new RangeHeader.Part(5, 9));
    assertThat(RangeHeader.of("bytes=5-900", 10)).isEqualTo(new RangeHeader.Part(5, 9));
    assertThat(RangeHeader.of("bytes=-3", 10)).isEqualTo(new RangeHeader.Part(7, 9));
    assertThat(RangeHeader.of("bytes=-30", 10)).isEqualTo(new RangeHeader.Part(0, 9));
  }

  @Test
  void what_cannot_be_given_or_understood_is_told_apart() {
    assertThat(RangeHeader.of("bytes=10-", 10)).isEqualTo(new RangeHeader.Outside());
    assertThat(RangeHeader.of("bytes=-0", 10)).isEqualTo(new RangeHeader.Outside());
    assertThat(RangeHeader.of("bytes=0-", 0)).isEqualTo(new RangeHeader.Outside());
    for (String ignored :
        new String[] {
          null, "", "bytes=-", "bytes=3-1", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b"
        }) {
      assertThat(RangeHeader.of(ignored, 10)).as(ignored).isEqualTo(new RangeHeader.All());
    }
  }
}

package dev.hawser.identity.internal.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.id.Uuid7;
import dev.hawser.identity.ApiKeyId;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class KeyTextTest {
  private final KeyText key = KeyText.create(new ApiKeyId(new Uuid7(Clock.systemUTC()).next()));

  @Test
  void a_key_reads_back_what_it_wrote() {
    assertThat(key.full()).matches("hwk_[0-9a-z]{78}");
    assertThat(KeyText.parse(key.full())).contains(key);
  }

  @Test
  void it_does_not_print_its_secret() {
    assertThat(key.toString()).doesNotContain(key.secret()).startsWith("hwk_");
  }

  @Test
  void text_that_is_not_a_key_is_empty() {
    String right = key.full();
    for (String wrong :
        List.of(
            "",
            "hwk_",
            right + "0",
            right.substring(1),
            right.toUpperCase(Locale.ROOT),
            "hwx" + right.substring(3),
            right.substring(0, right.length() - 1) + "u",
            right.substring(0, right.length() - 1) + "\n")) {
      assertThat(KeyText.parse(wrong)).as(wrong).isEmpty();
    }
  }
}

package dev.hawser.identity.internal.factor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

  /** RFC 6238, appendix B: the rows of SHA-1, eight digits. */
  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130",
  })
  void codes_are_those_of_the_standard(long second, String code) {
    long step = Totp.step(Instant.ofEpochSecond(second));
    assertThat(Totp.code(SECRET, step, 8)).isEqualTo(code);
    assertThat(Totp.code(SECRET, step, 6)).isEqualTo(code.substring(2));
  }

  /** RFC 4226, appendix D. */
  @ParameterizedTest
  @CsvSource({"0, 755224", "1, 287082", "2, 359152", "3, 969429", "8, 399871", "9, 520489"})
  void codes_by_number_are_those_of_the_standard(long number, String code) {
    assertThat(Totp.code(SECRET, number, 6)).isEqualTo(code);
  }

  @Test
  void a_clock_may_be_one_step_off_and_no_more() {
    Instant now = Instant.ofEpochSecond(59);
    for (long step = 0; step <= 2; step++) {
      assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, step, 6), now)).hasValue(step);
    }
    assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, 3, 6), now)).isEqualTo(OptionalLong.empty());
    assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, 1, 6), now.plusSeconds(61))).isEmpty();
    assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, 1, 6), now.plusSeconds(30))).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({"123456, true", "012345, true", "12345, false", "1234567, false", "12345a, false"})
  void a_code_has_six_digits(String text, boolean code) {
    assertThat(Totp.isCode(text)).isEqualTo(code);
  }
}

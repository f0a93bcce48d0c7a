package dev.hawser.systemtest.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BannedCallsTest {
  @Test
  void nobody_makes_a_banned_call() {
    assertThat(BannedCalls.breaches(Bytecode.written(Bytecode.house()))).isEmpty();
  }

  static Stream<String> offences() {
    return Stream.of(
        "System.out",
        "System.err",
        "Thread.sleep",
        "TimeUnit.sleep",
        "System.currentTimeMillis",
        "Instant.now()",
        "LocalDate.now(java.time.ZoneId)",
        "InstantSource.system()",
        "Clock.systemUTC()",
        "InputStream.readAllBytes()",
        "getBean(java.lang.Class)",
        "Thread.<init>",
        "java.util.Date.<init>",
        "field injection: " + Bytecode.SAMPLE_ROOT + ".banned.Offender.injected");
  }

  @ParameterizedTest
  @MethodSource("offences")
  void each_offence_is_found_and_the_message_says_what_to_write_instead(String offence) {
    List<String> found = BannedCalls.breaches(Bytecode.samples());
    assertThat(found).anyMatch(text -> text.contains(offence) && text.contains("Instead: "));
  }
}

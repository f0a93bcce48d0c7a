package dev.hawser.functions.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.functions.StopReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The mode without processes: the same contract, and the limits that it still has. */
class InProcessTest {
  @Test
  void functions_run_without_any_process() throws Exception {
    int before = OpenFunctions.runners().size();
    try (OpenFunctions open = OpenFunctions.inProcess(Duration.ofSeconds(10), 1_000_000_000)) {
      assertThat(open.returned("export default (x, lib) => lib.hash.md5(x)", "\"a\""))
          .isEqualTo("\"0cc175b9c0f1b6a831c399e269772661\"");
      assertThat(open.threw("export default () => { throw new Error('x') }").line()).isEqualTo(1);
      assertThat(open.functions().check(OpenFunctions.PROJECT, "let")).hasSize(1);
      assertThat(OpenFunctions.runners()).hasSize(before);
    }
  }

  @Test
  void loops_end_at_the_time_limit() throws Exception {
    try (OpenFunctions open = OpenFunctions.inProcess(Duration.ofMillis(500), 1_000_000_000)) {
      assertThat(open.stopped("export default () => { while (true); }").reason())
          .isEqualTo(StopReason.CPU_TIME);
      assertThat(open.returned("export default () => 1")).isEqualTo("1");
    }
  }

  @Test
  void loops_end_at_the_statement_limit() throws Exception {
    try (OpenFunctions open = OpenFunctions.inProcess(Duration.ofMinutes(1), 100_000)) {
      assertThat(open.stopped("export default () => { while (true); }"))
          .satisfies(s -> assertThat(s.reason()).isEqualTo(StopReason.STATEMENTS))
          .satisfies(s -> assertThat(s.message()).contains("100,000 statements"));
      assertThat(open.stopped("export default async () => { while (true) await null }").reason())
          .isEqualTo(StopReason.STATEMENTS);
      assertThat(open.returned("export default () => 1")).isEqualTo("1");
    }
  }
}

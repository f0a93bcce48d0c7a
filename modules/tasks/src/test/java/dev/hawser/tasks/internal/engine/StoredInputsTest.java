package dev.hawser.tasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.TestSettings;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.interpreter.StepStatus;
import dev.hawser.tasks.internal.payload.FaultyBlobStore;
import dev.hawser.tasks.internal.payload.PayloadRef;
import dev.hawser.tasks.internal.payload.Payloads;
import dev.hawser.tasks.internal.store.StoredValues;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StoredInputsTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final Map<String, Object> LARGE = Map.of("text", "x".repeat(100_000));

  private final FaultyBlobStore blobs = new FaultyBlobStore();
  private final Payloads payloads = new Payloads(blobs);
  private final StoredValues values = new StoredValues(payloads, TestSettings.of(Map.of()));
  private final StoredInputs inputs = new StoredInputs(values, payloads);
  private final ExecutionId id = new ExecutionId(new Uuid7(() -> NOON).next());

  @Test
  void an_input_comes_back_whether_it_is_in_the_row_or_not() throws Exception {
    for (Object input : List.of(Map.of("n", 1L), LARGE)) {
      byte[] column = inputs.column(id, input, Duration.ofSeconds(10));
      assertThat(column).hasSizeLessThan(1_000);
      assertThat(inputs.input(id, column)).isEqualTo(input);
    }
    assertThat(blobs.puts).hasValue(1);
  }

  @Test
  void an_input_that_is_not_stored_in_time_is_refused() {
    blobs.gate = new CountDownLatch(1);
    assertThatThrownBy(() -> inputs.column(id, LARGE, Duration.ofMillis(20)))
        .isInstanceOf(HawserException.Unavailable.class)
        .hasMessageContaining("in time");
    blobs.gate.countDown();
  }

  @Test
  void resuming_reads_outputs_and_errors_of_ended_steps_and_nothing_else() throws Exception {
    StepRecord retrying = step(StepStatus.RETRYING);
    StepRecord ended = step(StepStatus.SUCCEEDED);
    List<StepRecord> stored = values.encode(id, List.of(retrying, ended)).records();
    List<StepRecord> loaded = inputs.forResuming(id, stored);
    assertThat(loaded.getFirst()).isEqualTo(stored.getFirst());
    assertThat(loaded.getLast().input()).isInstanceOf(PayloadRef.class);
    assertThat(loaded.getLast().output()).isEqualTo(ended.output());
    assertThat(loaded.getLast().error()).isEqualTo(ended.error());
    assertThat(blobs.gets).hasValue(2);
  }

  private static StepRecord step(StepStatus status) {
    return new StepRecord(
        "a",
        "a",
        "request",
        status,
        1,
        NOON,
        NOON,
        status + "i".repeat(50_000),
        status + "o".repeat(50_000),
        status + "e".repeat(50_000),
        null);
  }

  @Test
  void small_records_are_taken_as_they_are() throws Exception {
    List<StepRecord> records =
        List.of(
            new StepRecord(
                "a", "a", "transform", StepStatus.SUCCEEDED, 1, NOON, NOON, null, 1L, null, null));
    assertThat(inputs.forResuming(id, records)).isSameAs(records);
    assertThat(blobs.gets).hasValue(0);
  }
}

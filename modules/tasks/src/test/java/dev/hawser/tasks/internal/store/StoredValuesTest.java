package dev.hawser.tasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.json.Json;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.TestSettings;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.interpreter.StepStatus;
import dev.hawser.tasks.internal.payload.FaultyBlobStore;
import dev.hawser.tasks.internal.payload.PayloadRef;
import dev.hawser.tasks.internal.payload.Payloads;
import dev.hawser.tasks.internal.store.StoredValues.Encoded;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredValuesTest {
  private static final int LIMIT = 32 << 10;
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final FaultyBlobStore store = new FaultyBlobStore();
  private final Payloads payloads = new Payloads(store);
  private final StoredValues values = new StoredValues(payloads, TestSettings.of(Map.of()));
  private final ExecutionId execution = new ExecutionId(new Uuid7(() -> NOON).next());

  private static StepRecord record(
      String path, @Nullable Object input, @Nullable Object output, @Nullable Object error) {
    return new StepRecord(
        path, path, "request", StepStatus.SUCCEEDED, 1, NOON, NOON, input, output, error, null);
  }

  /** A text whose JSON has so many bytes. */
  private static String text(int json) {
    return "x".repeat(json - 2);
  }

  @Test
  void small_values_stand_in_the_row_as_ever_and_the_store_is_not_asked() {
    StepRecord small = record("a", Map.of("n", 1L), List.of("é", true), null);
    Encoded encoded = values.encode(execution, List.of(small));
    assertThat(new String(encoded.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "[{\"path\":\"a\",\"id\":\"a\",\"type\":\"request\",\"status\":\"SUCCEEDED\",\"attempt\":1,"
                + "\"startedAt\":\"2026-11-25T12:00:00Z\",\"endedAt\":\"2026-11-25T12:00:00Z\","
                + "\"input\":{\"n\":1},\"output\":[\"é\",true]}]");
    assertThat(encoded.records()).containsExactly(small);
    assertThat(RecordCodec.decode(encoded.bytes())).containsExactly(small);
    byte[] column = Json.write(Map.of("n", 1L));
    assertThat(values.column(execution, column)).isSameAs(column);
    assertThat(store.puts).hasValue(0);
  }

  @Test
  void a_value_of_the_limit_stays_and_one_byte_more_becomes_a_payload() throws Exception {
    for (int size : new int[] {LIMIT - 1, LIMIT, LIMIT + 1}) {
      boolean large = size > LIMIT;
      StepRecord step = record("a", text(size), "between", text(size));
      Encoded encoded = values.encode(execution, List.of(step));
      StepRecord stored = RecordCodec.decode(encoded.bytes()).getFirst();
      assertThat(encoded.records()).containsExactly(stored);
      assertThat(stored.input() instanceof PayloadRef).as("%s", size).isEqualTo(large);
      assertThat(stored.error() instanceof PayloadRef).as("%s", size).isEqualTo(large);
      assertThat(stored.output()).isEqualTo("between");
      byte[] column = values.column(execution, Json.write(text(size)));
      assertThat(StoredValues.read(column) instanceof PayloadRef).isEqualTo(large);
      if (large) {
        assertThat(encoded.bytes()).hasSizeLessThan(600);
        assertThat(column).hasSizeLessThan(200);
        assertThat(payloads.read(execution, (PayloadRef) stored.input())).isEqualTo(step.input());
      } else {
        assertThat(stored).isEqualTo(step);
      }
    }
  }

  @Test
  void what_is_a_reference_already_is_written_as_it_is() {
    Encoded first = values.encode(execution, List.of(record("a", null, text(50_000), null)));
    int puts = store.puts.get();
    List<StepRecord> later = new ArrayList<>(first.records());
    later.add(record("b", "small", null, null));
    Encoded second = values.encode(execution, later);
    assertThat(RecordCodec.decode(second.bytes())).isEqualTo(later).isEqualTo(second.records());
    assertThat(store.puts).hasValue(puts);
  }

  @Test
  void no_json_can_be_taken_for_a_reference() {
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put("sha256", "a".repeat(64));
    reference.put("size", 100L);
    List<Object> attempts =
        List.of(
            reference,
            Map.of("inputRef", reference),
            Map.of("outputRef", reference, "errorRef", reference),
            Map.of("$value", reference),
            "\u0001" + new String(Json.write(reference), StandardCharsets.UTF_8),
            "\",\"outputRef\":{\"sha256\":\"" + "a".repeat(64) + "\",\"size\":1}",
            List.of(reference));
    for (Object attempt : attempts) {
      StepRecord step = record("a", attempt, attempt, attempt);
      byte[] bytes = values.encode(execution, List.of(step)).bytes();
      assertThat(RecordCodec.decode(bytes)).containsExactly(step);
      byte[] column = values.column(execution, Json.write(attempt));
      assertThat(StoredValues.read(column)).isEqualTo(attempt);
    }
    assertThat(store.puts).hasValue(0);
  }

  @Test
  void many_small_values_do_not_make_a_large_row_and_the_largest_go_first() throws Exception {
    List<StepRecord> steps = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      String number = "%03d".formatted(i);
      steps.add(record("step" + i, null, number + text(i == 7 ? 20_000 : 30_000), null));
    }
    Encoded encoded = values.encode(execution, steps);
    assertThat(encoded.bytes()).hasSizeLessThanOrEqualTo(StoredValues.ROW_LIMIT);
    List<StepRecord> stored = RecordCodec.decode(encoded.bytes());
    assertThat(stored).isEqualTo(encoded.records()).hasSize(500);
    assertThat(stored.get(7).output()).as("the smallest stays").isEqualTo(steps.get(7).output());
    for (int i = 0; i < 500; i++) {
      Object output =
          stored.get(i).output() instanceof PayloadRef ref
              ? payloads.read(execution, ref)
              : stored.get(i).output();
      assertThat(output).isEqualTo(steps.get(i).output());
    }
  }

  @Test
  void values_of_a_row_just_below_its_limit_all_stay() {
    List<StepRecord> steps = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      steps.add(record("s" + i, null, text(31 << 10), null));
    }
    Encoded encoded = values.encode(execution, steps);
    assertThat(encoded.records()).isEqualTo(steps);
    assertThat(store.puts).hasValue(0);
  }

  @Test
  void nothing_is_encoded_when_a_large_value_cannot_be_stored() {
    store.down = true;
    assertThatThrownBy(
            () -> values.encode(execution, List.of(record("a", null, text(50_000), null))))
        .isInstanceOf(HawserException.Unavailable.class);
    assertThatThrownBy(() -> values.column(execution, Json.write(text(50_000))))
        .isInstanceOf(HawserException.Unavailable.class);
  }

  @Test
  void a_value_over_the_limit_of_all_values_is_refused_before_it_is_stored() {
    int limit = 64 << 10;
    StoredValues narrow =
        new StoredValues(payloads, TestSettings.of(Map.of("hawser.engine.max-value", "64KiB")));
    assertThat(narrow.encode(execution, List.of(record("a", null, text(limit), null))).records())
        .first()
        .extracting(StepRecord::output)
        .isInstanceOf(PayloadRef.class);
    int puts = store.puts.get();
    for (int size : new int[] {limit + 1, limit + 5_000, 40 * limit}) {
      StepRecord step = record("a/b", null, text(size), null);
      assertThatThrownBy(() -> narrow.encode(execution, List.of(step)))
          .isInstanceOf(ValueTooLargeException.class)
          .hasMessage("The output of step a/b has more than 65536 bytes of JSON");
    }
    assertThat(store.puts).hasValue(puts);
  }

  @Test
  void an_equal_value_in_several_places_is_stored_once() {
    String same = text(60_000);
    values.encode(execution, List.of(record("a", same, same, null), record("b", same, null, null)));
    values.column(execution, Json.write(same));
    assertThat(store.keys("payloads/")).hasSize(1);
  }

  @Test
  void a_column_that_is_neither_json_nor_a_reference_is_told() {
    assertThatThrownBy(() -> StoredValues.read(new byte[] {1, '{', '}'}))
        .isInstanceOf(HawserException.Internal.class);
    assertThatThrownBy(() -> StoredValues.read(new byte[] {2}))
        .isInstanceOf(HawserException.Internal.class);
  }
}

package dev.hawser.tasks.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.id.Uuid7;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.PutOptions;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.TestSettings;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.interpreter.StepStatus;
import dev.hawser.tasks.internal.payload.FaultyBlobStore;
import dev.hawser.tasks.internal.payload.Payloads;
import dev.hawser.tasks.internal.store.ExecutionRecordings;
import dev.hawser.tasks.internal.store.ExecutionView;
import dev.hawser.tasks.internal.store.StoredValues;
import dev.hawser.workflows.WorkflowId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShownValuesTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final FaultyBlobStore blobs = new FaultyBlobStore();
  private final Payloads payloads = new Payloads(blobs);
  private final StoredValues values = new StoredValues(payloads, TestSettings.of(Map.of()));
  private final ShownValues shown = new ShownValues(payloads);
  private final ProjectId project = new ProjectId(UUID.randomUUID());
  private final ExecutionId id = new ExecutionId(new Uuid7(() -> NOON).next());

  private static StepRecord step(int number, @Nullable Object output) {
    String path = "s" + number;
    return new StepRecord(
        path, path, "transform", StepStatus.SUCCEEDED, 1, NOON, NOON, null, output, null, null);
  }

  private ExecutionRecordings stored(Object input, List<StepRecord> steps) {
    return new ExecutionRecordings(
        view(ExecutionStatus.SUCCEEDED),
        values.column(id, Json.write(input)),
        values.encode(id, steps).records(),
        null);
  }

  private ExecutionView view(ExecutionStatus status) {
    WorkflowId workflow = new WorkflowId(UUID.randomUUID());
    return new ExecutionView(
        id, workflow, 1, TriggerKind.MANUAL, status, NOON, NOON, null, 0, null);
  }

  private Map<?, ?> detail(ExecutionRecordings execution) throws Exception {
    return (Map<?, ?>)
        Json.read(ExecutionJson.detail(execution, shown.of(project, execution), null));
  }

  private static @Nullable Object output(Map<?, ?> detail, int step) {
    return ((Map<?, ?>) ((List<?>) detail.get("steps")).get(step)).get("output");
  }

  private static Map<?, ?> about(@Nullable Object value) {
    assertThat(value).isInstanceOf(Map.class);
    Map<?, ?> map = (Map<?, ?>) value;
    assertThat(map).hasSize(1);
    return (Map<?, ?>) map.get("$value");
  }

  @Test
  void values_up_to_the_limit_are_shown_whole_and_larger_ones_by_their_beginning()
      throws Exception {
    String fits = "é" + "x".repeat(ShownValues.LARGEST - 4);
    String larger = "é" + "x".repeat(ShownValues.LARGEST - 3);
    Map<?, ?> detail = detail(stored(fits, List.of(step(0, larger), step(1, "small"))));
    assertThat(detail.get("input")).isEqualTo(fits);
    assertThat(output(detail, 1)).isEqualTo("small");
    Map<?, ?> about = about(output(detail, 0));
    assertThat(about.get("size")).isEqualTo((long) ShownValues.LARGEST + 1);
    assertThat((String) about.get("preview")).startsWith("\"éxxx").hasSizeBetween(900, 1_000);
    assertThat((String) about.get("url"))
        .matches("/api/v1/projects/" + project + "/executions/" + id + "/values/[0-9a-f]{64}");
  }

  @Test
  void one_value_that_is_lost_does_not_hide_the_others() throws Exception {
    String gone = "gone".repeat(20_000);
    String damaged = "damaged".repeat(20_000);
    ExecutionRecordings execution =
        stored("ok".repeat(20_000), List.of(step(0, gone), step(1, damaged), step(2, "small")));
    List<String> names = Recordings.references(execution).stream().map(ref -> ref.name()).toList();
    String folder = Payloads.prefix(id).value();
    blobs.delete(new BlobKey(folder + names.get(1)));
    blobs.put(
        new BlobKey(folder + names.get(2)),
        BlobSource.of("[]".getBytes(StandardCharsets.UTF_8)),
        PutOptions.DEFAULT);
    Map<?, ?> detail = detail(execution);
    assertThat(detail.get("input")).isEqualTo("ok".repeat(20_000));
    assertThat(about(output(detail, 0)).get("unavailable")).isEqualTo("missing");
    assertThat(about(output(detail, 1)).get("unavailable")).isEqualTo("damaged");
    assertThat(output(detail, 2)).isEqualTo("small");
  }

  @Test
  void a_store_that_is_down_hides_large_values_only_and_is_not_asked_for_each() throws Exception {
    List<StepRecord> steps = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      steps.add(step(i, i + "x".repeat(40_000)));
    }
    ExecutionRecordings execution = stored("small", steps);
    blobs.down = true;
    Map<?, ?> detail = detail(execution);
    assertThat(detail.get("input")).isEqualTo("small");
    for (int i = 0; i < 60; i++) {
      assertThat(about(output(detail, i)).get("unavailable")).isEqualTo("storage");
    }
    assertThat(blobs.gets.get()).isBetween(1, 8);
  }

  @Test
  void an_answer_opens_few_values_of_an_execution_that_has_many() throws Exception {
    List<StepRecord> steps = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      steps.add(step(i, i + "x".repeat(200_000)));
    }
    ExecutionRecordings execution = stored("small", steps);
    byte[] answer = ExecutionJson.detail(execution, shown.of(project, execution), null);
    assertThat(answer).hasSizeBetween(1 << 20, 5 << 20);
    assertThat(blobs.gets.get()).isLessThanOrEqualTo(64);
    Map<?, ?> detail = (Map<?, ?>) Json.read(answer);
    assertThat(output(detail, 0)).asString().startsWith("0x");
    assertThat(about(output(detail, 299)).get("url")).isNotNull();
  }

  @Test
  void what_a_running_execution_has_in_memory_is_measured() throws Exception {
    ExecutionRecordings running =
        new ExecutionRecordings(
            view(ExecutionStatus.RUNNING),
            Json.write("in"),
            List.of(step(0, "x".repeat(300_000)), step(1, Map.of("n", 1L))),
            null);
    Map<?, ?> detail = detail(running);
    Map<?, ?> about = about(output(detail, 0));
    assertThat(about.get("size")).isEqualTo(300_002L);
    assertThat(about.get("url")).isNull();
    assertThat(output(detail, 1)).isEqualTo(Map.of("n", 1L));
  }

  @Test
  void a_preview_ends_with_a_whole_character() {
    for (String character : List.of("é", "€", "😀")) {
      for (int shift = 0; shift < 4; shift++) {
        byte[] json = Json.write("x".repeat(shift) + character.repeat(1_000));
        Map<?, ?> about = about(new LargeValue(json.length, null).withPreview(json));
        assertThat((String) about.get("preview")).doesNotContain("\uFFFD").hasSizeGreaterThan(200);
      }
    }
  }
}

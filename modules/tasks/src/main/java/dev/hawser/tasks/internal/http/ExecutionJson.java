package dev.hawser.tasks.internal.http;

import dev.hawser.core.http.RequestTrace;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.json.Json;
import dev.hawser.core.page.Page;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.store.ExecutionRecordings;
import dev.hawser.tasks.internal.store.ExecutionView;
import dev.hawser.tasks.internal.store.StoredValues;
import dev.hawser.workflows.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executions as the API shows them; the shapes are documented by {@link ExecutionSchemas}. */
final class ExecutionJson {
  private ExecutionJson() {}

  static byte[] page(Page<ExecutionView> page) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("items", page.items().stream().map(ExecutionJson::summary).toList());
    json.put("nextCursor", page.nextCursor());
    return Json.write(json);
  }

  static byte[] detail(
      ExecutionRecordings execution, ShownValues.View values, @Nullable Plan plan) {
    Map<String, @Nullable Object> json = summary(execution.view());
    json.put("traceId", RequestTrace.within(execution.view().id().value()).traceId());
    Object trigger = StoredValues.read(execution.input());
    StepInputs inputs = new StepInputs(plan, values.brief(trigger));
    json.put("input", values.full(trigger));
    json.put(
        "steps", execution.steps().stream().map(record -> step(record, inputs, values)).toList());
    byte[] error = execution.error();
    json.put("error", error == null ? null : values.full(StoredValues.read(error)));
    return Json.write(json);
  }

  private static Map<String, @Nullable Object> summary(ExecutionView view) {
    Instant acceptedAt = Uuid7.instantOf(view.id().value());
    Instant endedAt = view.endedAt();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", view.id().toString());
    json.put("workflowId", view.workflow().toString());
    json.put("version", view.version());
    json.put("trigger", view.trigger().name());
    json.put("status", view.status().name());
    json.put("acceptedAt", acceptedAt.toString());
    json.put("startedAt", text(view.startedAt()));
    json.put("endedAt", text(endedAt));
    json.put("wakeAt", text(view.wakeAt()));
    json.put(
        "durationMs", endedAt == null ? null : Duration.between(acceptedAt, endedAt).toMillis());
    json.put("tasks", view.tasks());
    json.put("replayOf", text(view.replayOf()));
    return json;
  }

  private static Map<String, @Nullable Object> step(
      StepRecord record, StepInputs inputs, ShownValues.View values) {
    Object read =
        inputs.of(record.withValues(record.input(), values.brief(record.output()), record.error()));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("path", record.path());
    json.put("id", record.stepId());
    json.put("type", record.type());
    json.put("status", record.status().name());
    json.put("attempt", record.attempt());
    json.put("startedAt", record.startedAt().toString());
    json.put("endedAt", record.endedAt().toString());
    json.put("durationMs", Duration.between(record.startedAt(), record.endedAt()).toMillis());
    json.put("input", record.input() == null ? read : values.full(record.input()));
    json.put("output", values.full(record.output()));
    json.put("error", values.full(record.error()));
    json.put("retryAt", text(record.retryAt()));
    json.put("log", values.full(record.log()));
    return json;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}

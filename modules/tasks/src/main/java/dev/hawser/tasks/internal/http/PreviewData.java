package dev.hawser.tasks.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.payload.PayloadRef;
import dev.hawser.tasks.internal.store.ExecutionRecordings;
import dev.hawser.tasks.internal.store.StoredValues;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What expressions see of an old execution: as much of it as they read, and no more than fits. */
@Singleton
final class PreviewData {
  private static final ErrorCode TOO_LARGE = new ErrorCode("tasks.preview-too-large");
  private static final ErrorCode NO_STEP = new ErrorCode("tasks.step-not-in-execution");
  private static final ErrorCode LOST = new ErrorCode("tasks.value-lost");

  /** Bytes of JSON that are fetched for one preview. */
  private static final long MOST_BYTES = 16 << 20;

  private final Recordings recordings;

  PreviewData(Recordings recordings) {
    this.recordings = recordings;
  }

  /**
   * @param moment when the step that is being edited would start
   */
  record Data(Map<String, @Nullable Object> roots, Instant moment) {}

  /**
   * The data of an execution of the project.
   *
   * @param before only what steps gave that came before this one; null for all of them
   * @param reads roots, and {@code steps.<id>}
   * @throws HawserException.NotFound when the project has no such execution, or a value is lost
   */
  Data of(ProjectId project, String execution, @Nullable String before, Set<String> reads) {
    ExecutionRecordings found = recordings.find(project, execution);
    List<StepRecord> steps = before(found.steps(), before);
    Reader reader = new Reader(found);
    Map<String, @Nullable Object> roots = new LinkedHashMap<>();
    if (reads.contains("trigger")) {
      roots.put("trigger", reader.read(StoredValues.read(found.input())));
    }
    roots.put("steps", steps(steps, reads, reader));
    Instant started = found.view().startedAt();
    Map<String, @Nullable Object> about = new LinkedHashMap<>();
    about.put("id", found.view().id().toString());
    about.put("startedAt", started == null ? null : started.toString());
    roots.put("execution", about);
    roots.put("project", Map.of("id", project.toString()));
    byte[] error = found.error();
    roots.put("error", error == null ? null : reader.read(StoredValues.read(error)));
    Instant moment = steps.isEmpty() ? started : steps.getLast().endedAt();
    return new Data(roots, moment == null ? Instant.EPOCH : moment);
  }

  private static List<StepRecord> before(List<StepRecord> steps, @Nullable String before) {
    if (before == null) {
      return steps;
    }
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).stepId().equals(before)) {
        return steps.subList(0, i);
      }
    }
    String message = "before names step " + before + ", which did not run in this execution";
    throw new HawserException.Invalid(NO_STEP, message, List.of(Problem.at("/before", message)));
  }

  private static Map<String, @Nullable Object> steps(
      List<StepRecord> records, Set<String> reads, Reader reader) {
    Map<String, @Nullable Object> steps = new LinkedHashMap<>();
    for (StepRecord record : records) {
      boolean isRead = reads.contains("steps") || reads.contains("steps." + record.stepId());
      if (isRead && record.status().isFinal()) {
        Map<String, @Nullable Object> step = new LinkedHashMap<>();
        Object error = reader.read(record.error());
        if (error != null) {
          step.put("error", error);
        }
        // a step that failed and let the execution go on has the error as its output
        step.put("output", error == null ? reader.read(record.output()) : error);
        steps.put(record.stepId(), step);
      }
    }
    return steps;
  }

  /** Fetches large values, up to a limit. */
  private final class Reader {
    private final ExecutionRecordings execution;
    private long bytes;

    Reader(ExecutionRecordings execution) {
      this.execution = execution;
    }

    @Nullable Object read(@Nullable Object value) {
      if (!(value instanceof PayloadRef ref)) {
        return value;
      }
      bytes += ref.size();
      if (bytes > MOST_BYTES) {
        throw new HawserException.LimitExceeded(
            TOO_LARGE, "What is read of this execution has more than 16 MiB of JSON", null);
      }
      Object json = recordings.value(execution, ref);
      if (json == null) {
        throw new HawserException.NotFound(
            LOST, "A value that is read of this execution is not in the blob store any more");
      }
      return json;
    }
  }
}

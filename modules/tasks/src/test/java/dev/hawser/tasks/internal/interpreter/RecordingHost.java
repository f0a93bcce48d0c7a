package dev.hawser.tasks.internal.interpreter;

import dev.hawser.workflows.StepPlan;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A host in memory: a clock that is moved by hand, answers given beforehand, and a journal that
 * survives "crashes".
 */
final class RecordingHost implements Host {
  final List<StepRecord> records = new ArrayList<>();
  static final List<Map<String, String>> LOG = List.of(Map.of("level", "log", "text", "hello"));

  final List<String> sent = new ArrayList<>();
  final List<String> called = new ArrayList<>();
  UnaryOperator<@Nullable Object> redaction = UnaryOperator.identity();
  final Deque<Object> answers = new ArrayDeque<>();
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  int durable;
  boolean dieBeforeNextSend;
  boolean park;

  /** What a crash leaves: the durable records. */
  List<StepRecord> afterCrash() {
    return List.copyOf(records.subList(0, durable));
  }

  RecordingHost answer(Object answerOrError) {
    answers.add(answerOrError);
    return this;
  }

  @Override
  public Instant now() {
    now = now.plusMillis(1);
    return now;
  }

  @Override
  public StepRecord record(StepRecord record) {
    StepRecord kept =
        record.withValues(
            redaction.apply(record.input()),
            redaction.apply(record.output()),
            redaction.apply(record.error()));
    records.add(kept);
    return kept;
  }

  @Override
  public void flush() {
    durable = records.size();
  }

  @Override
  public Completed send(
      StepPlan.Request step, ResolvedRequest request, String idempotencyKey, Instant deadline)
      throws StepFailedException, FencedException {
    if (dieBeforeNextSend) {
      throw new FencedException();
    }
    sent.add(idempotencyKey + " " + request.method() + " " + request.url() + " " + request.body());
    Object answer = answers.isEmpty() ? Map.of("status", 200L) : answers.remove();
    if (answer instanceof StepError error) {
      throw new StepFailedException(error, null);
    }
    return new Completed(answer, null);
  }

  @Override
  public Completed call(StepPlan.Function step, @Nullable Object input, Instant deadline)
      throws StepFailedException {
    called.add(step.header().id() + " " + input);
    Object answer = answers.isEmpty() ? Map.of("got", String.valueOf(input)) : answers.remove();
    if (answer instanceof StepError error) {
      throw new StepFailedException(error, null, LOG);
    }
    return new Completed(answer, LOG);
  }

  @Override
  public Map<String, Object> file(FileRef file) throws StepFailedException {
    if (file.id().equals("file_gone")) {
      throw new StepFailedException(new StepError("file-not-found", "gone", Map.of()), null);
    }
    return Map.of("$file", file.id(), "name", "stored.pdf");
  }

  @Override
  public void waitUntil(Instant moment) throws ParkedException {
    flush();
    if (park) {
      throw new ParkedException();
    }
    now = moment;
  }

  @Override
  public double random() {
    return 0.5;
  }
}

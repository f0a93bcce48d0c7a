package dev.hawser.tasks.internal.http;

import dev.hawser.tasks.internal.files.FileId;
import dev.hawser.tasks.internal.interpreter.FileRef;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.payload.PayloadRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds references to files in values. */
final class FileReferences {
  private FileReferences() {}

  /**
   * The first reference to a file in an execution's input, or in what its steps got and gave.
   *
   * @param large reads values that are stored elsewhere, one after the other until it is found
   */
  static Optional<FileRef> find(
      FileId id,
      @Nullable Object input,
      List<StepRecord> steps,
      Function<PayloadRef, @Nullable Object> large) {
    String wanted = id.toString();
    List<@Nullable Object> values = new ArrayList<>();
    values.add(input);
    for (StepRecord step : steps) {
      values.add(step.input());
      values.add(step.output());
      values.add(step.error());
    }
    return values.stream()
        .flatMap(value -> in(value instanceof PayloadRef ref ? large.apply(ref) : value))
        .filter(ref -> ref.id().equals(wanted))
        .findFirst();
  }

  private static Stream<FileRef> in(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        FileRef ref = FileRef.of(map);
        yield ref == null ? map.values().stream().flatMap(FileReferences::in) : Stream.of(ref);
      }
      case List<?> list -> list.stream().flatMap(FileReferences::in);
      case null, default -> Stream.of();
    };
  }
}

package dev.hawser.tasks.internal.http;

import dev.hawser.tasks.internal.files.FileId;
import dev.hawser.tasks.internal.interpreter.FileRef;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds references to files in values. */
final class FileReferences {
  private FileReferences() {}

  /** The first reference to a file in an execution's input, or in what its steps got and gave. */
  static Optional<FileRef> find(FileId id, @Nullable Object input, List<StepRecord> steps) {
    String wanted = id.toString();
    return Stream.concat(in(input), steps.stream().flatMap(FileReferences::of))
        .filter(ref -> ref.id().equals(wanted))
        .findFirst();
  }

  private static Stream<FileRef> of(StepRecord step) {
    return Stream.of(in(step.input()), in(step.output()), in(step.error())).flatMap(found -> found);
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

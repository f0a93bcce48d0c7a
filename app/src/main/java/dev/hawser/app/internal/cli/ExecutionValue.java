package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ExecutionDetail;
import dev.hawser.app.internal.cli.client.LargeValue;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.StepView;
import dev.hawser.app.internal.failure.OperatorError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fetches one value of an execution, of any size, as JSON. */
final class ExecutionValue {
  private final ProjectApi api;
  private final ExecutionDetail detail;

  ExecutionValue(ProjectApi api, ExecutionDetail detail) {
    this.api = api;
    this.detail = detail;
  }

  /** Whether a text names a value: {@code input}, {@code error} or {@code path.output}. */
  static boolean isName(String name) {
    String part = name.substring(name.lastIndexOf('.') + 1);
    return switch (part) {
      case "input", "error" -> true;
      case "output" -> name.length() > part.length() + 1;
      default -> false;
    };
  }

  /** Writes a value to a file, which is there as a whole or not at all. */
  void save(String name, Path file) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        write(name, out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new OperatorError(
          "The value cannot be written to " + file + ": " + e.getMessage(),
          "Choose a file in a folder that is there, on a disk with room.",
          e);
    } finally {
      remove(part);
    }
  }

  private static void remove(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new OperatorError(
          "Could not remove " + part + ": " + e.getMessage(), "Remove it yourself.", e);
    }
  }

  /** Writes a value's JSON, and a line end if it came with the execution. */
  void write(String name, OutputStream out) throws IOException {
    Object value = find(name);
    Optional<LargeValue> large = LargeValue.of(value);
    if (large.isEmpty()) {
      out.write((ValueText.json(value) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
      return;
    }
    String url = large.get().url();
    if (url == null) {
      throw new OperatorError(
          "The value " + name + " is not stored yet",
          "Its execution still runs; try again in a moment.");
    }
    api.value(detail.execution().id(), url, out);
  }

  private @Nullable Object find(String name) {
    if (name.equals("input")) {
      return detail.input();
    }
    if (name.equals("error")) {
      return detail.error();
    }
    int dot = name.lastIndexOf('.');
    String path = name.substring(0, dot);
    StepView step =
        detail.steps().stream()
            .filter(candidate -> candidate.path().equals(path))
            .reduce((earlier, later) -> later)
            .orElseThrow(
                () ->
                    new OperatorError(
                        "This execution has no step \"" + path + "\"",
                        "\"hawser execution " + detail.execution().id() + "\" shows its steps."));
    return switch (name.substring(dot + 1)) {
      case "input" -> step.input();
      case "output" -> step.output();
      default -> step.error();
    };
  }
}

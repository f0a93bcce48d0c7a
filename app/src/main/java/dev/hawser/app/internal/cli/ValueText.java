package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.LargeValue;
import dev.hawser.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON values for people. */
final class ValueText {
  private static final int MOST_SHOWN = 160;
  private static final String INDENT = "  ";

  private ValueText() {}

  /** As JSON in one line, for programs. */
  static String json(@Nullable Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }

  /** In one line, cut where it is long. */
  static String brief(@Nullable Object value) {
    byte[] json = Json.write(FileValue.readable(value));
    String line = Printable.line(new String(json, StandardCharsets.UTF_8));
    if (line.codePointCount(0, line.length()) <= MOST_SHOWN) {
      return line;
    }
    return Printable.cut(line, MOST_SHOWN) + " (" + size(json.length) + "; --full shows it all)";
  }

  /** In one line, what there is of a value that the server does not show. */
  static String brief(LargeValue value) {
    String size = size(value.size());
    String reason = value.unavailable();
    if (reason != null) {
      return "not available: "
          + (reason.equals("storage") ? "the blob store does not answer" : Printable.line(reason))
          + " ("
          + size
          + ")";
    }
    String preview = value.preview();
    String hint = " (" + size + "; --value fetches it)";
    return preview == null ? "…" + hint : Printable.cut(Printable.line(preview), MOST_SHOWN) + hint;
  }

  /** All of it, in as many lines as it needs. */
  static List<String> full(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    write(text, FileValue.readable(value), "\n");
    return text.toString().lines().map(Printable::line).toList();
  }

  private static void write(StringBuilder text, @Nullable Object value, String newLine) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> {
        String inner = newLine + INDENT;
        String separator = "{";
        for (var entry : map.entrySet()) {
          text.append(separator).append(inner);
          text.append(json(String.valueOf(entry.getKey()))).append(": ");
          write(text, entry.getValue(), inner);
          separator = ",";
        }
        text.append(newLine).append('}');
      }
      case List<?> list when !list.isEmpty() -> {
        String inner = newLine + INDENT;
        String separator = "[";
        for (Object item : list) {
          text.append(separator).append(inner);
          write(text, item, inner);
          separator = ",";
        }
        text.append(newLine).append(']');
      }
      case null, default -> text.append(json(value));
    }
  }

  /** For example {@code 12 KB}. */
  static String size(long bytes) {
    if (bytes < 1_000) {
      return bytes + " bytes";
    }
    return bytes < 1_000_000 ? bytes / 1_000 + " KB" : bytes / 1_000_000 + " MB";
  }
}

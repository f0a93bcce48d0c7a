package dev.hawser.identity.internal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a log is written down for other programs. */
public enum ExportFormat {
  /** A JSON text in each line: the entry exactly as it was hashed, and the hash. */
  NDJSON("application/x-ndjson"),
  /** A table for people; RFC 4180. */
  CSV("text/csv; charset=utf-8");

  private static final List<String> COLUMNS =
      List.of(
          "sequence",
          "at",
          "actor",
          "action",
          "project",
          "targetType",
          "targetId",
          "details",
          "request",
          "address",
          "id");

  private final String mediaType;

  ExportFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  /** The format with this name, in lower case. */
  public static Optional<ExportFormat> find(String name) {
    return List.of(values()).stream()
        .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  /** The ending of a file's name. */
  public String ending() {
    return name().toLowerCase(Locale.ROOT);
  }

  String head() {
    return this == CSV ? String.join(",", COLUMNS) + ",hash\r\n" : "";
  }

  String line(Entry entry) {
    if (this == NDJSON) {
      return entry.line() + "\n";
    }
    Map<?, ?> fields = entry.fields();
    StringBuilder line = new StringBuilder();
    for (String column : COLUMNS) {
      line.append(cell(fields.get(column))).append(',');
    }
    return line.append(entry.hash()).append("\r\n").toString();
  }

  /** What a spreadsheet would take for a formula gets an apostrophe before it. */
  private static String cell(@Nullable Object value) {
    String text =
        switch (value) {
          case null -> "";
          case Map<?, ?> map -> new String(Json.write(map), UTF_8);
          default -> value.toString();
        };
    if (!text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}

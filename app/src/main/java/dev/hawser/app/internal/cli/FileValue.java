package dev.hawser.app.internal.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** References to files in values, for people. */
final class FileValue {
  private FileValue() {}

  /**
   * The value with every reference to a file replaced by a text such as {@code file a.pdf
   * (application/pdf, 12 KB) file_01h455vb4pex5vsknk084sn02q}.
   */
  static @Nullable Object readable(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map when map.get("$file") instanceof String id -> text(map, id);
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        map.forEach((name, field) -> out.put(String.valueOf(name), readable(field)));
        yield out;
      }
      case List<?> list -> {
        List<@Nullable Object> out = new ArrayList<>(list.size());
        for (Object item : list) {
          out.add(readable(item));
        }
        yield out;
      }
      case null, default -> value;
    };
  }

  private static String text(Map<?, ?> file, String id) {
    StringBuilder text = new StringBuilder("file ");
    text.append(file.get("name") instanceof String name ? name : "?");
    List<String> facts = new ArrayList<>();
    if (file.get("type") instanceof String type) {
      facts.add(type);
    }
    if (file.get("size") instanceof Number size) {
      facts.add(ValueText.size(size.longValue()));
    }
    if (!facts.isEmpty()) {
      text.append(" (").append(String.join(", ", facts)).append(')');
    }
    return text.append(' ').append(id).toString();
  }
}

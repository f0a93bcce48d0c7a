package dev.hawser.functions.internal.guest;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Source;

/** What functions find in their second argument. Read and parsed once, when code first names it. */
final class Libraries {
  static final List<String> NAMES =
      List.of("base64", "collections", "csv", "date", "hash", "url", "xml");

  private static final Map<String, Pattern> WORDS =
      NAMES.stream()
          .collect(Collectors.toMap(name -> name, name -> Pattern.compile("\\b" + name + "\\b")));

  private final Map<String, Source> byName = new ConcurrentHashMap<>();

  Source get(String name) {
    return byName.computeIfAbsent(name, Resources::library);
  }

  /** Those that the code may touch. */
  static List<String> namedIn(String code) {
    return WORDS.entrySet().stream()
        .filter(word -> word.getValue().matcher(code).find())
        .map(Map.Entry::getKey)
        .toList();
  }
}

package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient.Payload;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.json.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A workflow in a file.
 *
 * @param shown the path as it was given, for messages
 */
record DefinitionFile(String shown, String text, boolean yaml) {
  private static final List<String> ENDINGS = List.of(".json", ".yaml", ".yml");
  // The server's own limit is far below; this only keeps a wrong argument out of memory.
  private static final long LARGEST = 16L << 20;

  static boolean fits(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  /** The definitions in a folder and the folders below; hidden ones are left out. */
  static List<Path> in(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(DefinitionFile::fits)
          .filter(Files::isRegularFile)
          .filter(path -> !hidden(folder.relativize(path)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new OperatorError(
          "The folder " + folder + " cannot be read: " + e, "Check its permissions.", e);
    }
  }

  static DefinitionFile read(Path path) {
    try {
      if (Files.size(path) > LARGEST) {
        throw new OperatorError(
            "%s is too large for a workflow (%s)".formatted(path, ValueText.size(Files.size(path))),
            "A definition has at most 1 MiB.");
      }
      boolean yaml = !path.toString().toLowerCase(Locale.ROOT).endsWith(".json");
      return new DefinitionFile(path.toString(), Files.readString(path), yaml);
    } catch (CharacterCodingException e) {
      throw new OperatorError(path + " is not UTF-8 text", "Save it in the encoding UTF-8.", e);
    } catch (IOException e) {
      throw new OperatorError(path + " cannot be read: " + e, "Check its permissions.", e);
    }
  }

  Payload payload() {
    return new Payload(
        yaml ? "application/yaml" : "application/json", text.getBytes(StandardCharsets.UTF_8));
  }

  /** The document as a JSON value; empty when it is not well formed, which the server explains. */
  Optional<Object> value() {
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (yaml) {
      return YamlValue.read(content);
    }
    try {
      return Optional.ofNullable(Json.read(content.getBytes(StandardCharsets.UTF_8)));
    } catch (Json.MalformedException e) {
      return Optional.empty();
    }
  }

  /** The workflow's name, as far as the document has one. */
  Optional<String> name() {
    return value().orElse(null) instanceof Map<?, ?> map && map.get("name") instanceof String name
        ? Optional.of(name)
        : Optional.empty();
  }

  private static boolean hidden(Path path) {
    for (Path part : path) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}

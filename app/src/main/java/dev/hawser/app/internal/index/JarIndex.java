package dev.hawser.app.internal.index;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names of the files in those folders of the class path that a start lists. The build writes it
 * into the jar ({@link JarIndexWriter}); without a jar there is none, and the folders are listed.
 */
final class JarIndex {
  private static final String RESOURCE = "META-INF/hawser/index.txt";

  private static final String FOLDER_END = "/";

  /** That of this process, null when it does not run from the built jar. */
  static final @Nullable JarIndex OF_PROCESS = find();

  private final Map<String, List<String>> folders;

  private JarIndex(Map<String, List<String>> folders) {
    this.folders = folders;
  }

  private static @Nullable JarIndex find() {
    try (InputStream in = JarIndex.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      return in == null
          ? null
          : parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines());
    } catch (IOException e) {
      throw new UncheckedIOException("The index of the jar cannot be read", e);
    }
  }

  /** Reads the form of {@link #text}. */
  static JarIndex parse(Stream<String> lines) {
    Map<String, List<String>> folders = new LinkedHashMap<>();
    List<String> names = List.of();
    for (String line : lines.toList()) {
      if (line.endsWith(FOLDER_END)) {
        names = new ArrayList<>();
        folders.put(line.substring(0, line.length() - FOLDER_END.length()), names);
      } else {
        names.add(line);
      }
    }
    return new JarIndex(folders);
  }

  /** A line for each folder, with a slash at its end, followed by a line for each of its files. */
  static String text(Map<String, ? extends Iterable<String>> folders) {
    StringBuilder text = new StringBuilder();
    folders.forEach(
        (folder, names) -> {
          text.append(folder).append(FOLDER_END).append('\n');
          names.forEach(name -> text.append(name).append('\n'));
        });
    return text.toString();
  }

  /** The names of the files in a folder, null when it is not one of those that are indexed. */
  @Nullable List<String> files(String folder) {
    return folders.get(folder);
  }
}

package dev.hawser.app.internal.index;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder of the class path that is in one place: a jar, or a folder of compiled classes. */
public final class ClassPathFolder {
  private ClassPathFolder() {}

  /**
   * The names of its files, from the {@link JarIndex} if it is in there.
   *
   * @param folder with slashes between its parts and none at its end
   * @throws IOException also when there is no such folder
   */
  public static List<String> list(String folder) throws IOException {
    JarIndex index = JarIndex.OF_PROCESS;
    List<String> known = index == null ? null : index.files(folder);
    return known == null ? search(folder) : known;
  }

  /** Looks at every entry of the jar. */
  static List<String> search(String folder) throws IOException {
    URL url = ClassPathFolder.class.getClassLoader().getResource(folder);
    if (url == null) {
      throw new IOException("no such folder on the class path");
    }
    if (url.openConnection() instanceof JarURLConnection jar) {
      String prefix = folder + "/";
      return jar.getJarFile().stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(prefix) && name.length() > prefix.length())
          .map(name -> name.substring(prefix.length()))
          .toList();
    }
    try (Stream<Path> files = Files.list(Path.of(URI.create(url.toString())))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}

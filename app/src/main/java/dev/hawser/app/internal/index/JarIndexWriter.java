package dev.hawser.app.internal.index;

import dev.hawser.app.internal.config.PostgresSettings;
import io.micronaut.core.io.service.MicronautMetaServiceLoaderUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A step of the build: writes the {@link JarIndex} of its class path. */
public final class JarIndexWriter {
  private JarIndexWriter() {}

  /**
   * @param args the file to write
   */
  public static void main(String[] args) throws IOException {
    ClassLoader loader = JarIndexWriter.class.getClassLoader();
    SortedMap<String, TreeSet<String>> folders = new TreeMap<>();
    MicronautMetaServiceLoaderUtils.findAllMicronautMetaServices(loader)
        .forEach(
            (type, classes) -> {
              classes.removeIf(name -> IndexedServices.create(name) == null);
              folders.put(ContainerServices.folder(type), new TreeSet<>(classes));
            });
    for (PostgresSettings.Module module : PostgresSettings.Module.values()) {
      String folder = "db/" + module.text();
      folders.put(folder, new TreeSet<>(ClassPathFolder.search(folder)));
    }
    Path file = Path.of(args[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, JarIndex.text(folders));
  }
}

package dev.hawser.app.internal.index;

import dev.hawser.app.internal.config.PostgresSettings;
import io.micronaut.core.io.service.MicronautMetaServiceLoaderUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A step of the build: writes the {@link JarIndex} of its class path. */
public final class JarIndexWriter {
  private static final String NATIVE_IMAGES = "io.micronaut.core.graal.GraalReflectionConfigurer";

  private JarIndexWriter() {}

  /**
   * @param args the file to write
   */
  public static void main(String[] args) throws IOException {
    ClassLoader loader = JarIndexWriter.class.getClassLoader();
    SortedMap<String, SortedSet<String>> folders = new TreeMap<>();
    Map<String, Set<String>> services =
        MicronautMetaServiceLoaderUtils.findAllMicronautMetaServices(loader);
    requireKnown(services.keySet());
    for (Class<?> type : ContainerServices.TYPES) {
      SortedSet<String> classes = new TreeSet<>(services.getOrDefault(type.getName(), Set.of()));
      classes.removeIf(name -> IndexedServices.create(name) == null);
      folders.put(ContainerServices.folder(type.getName()), classes);
    }
    for (PostgresSettings.Module module : PostgresSettings.Module.values()) {
      String folder = "db/" + module.text();
      folders.put(folder, new TreeSet<>(ClassPathFolder.search(folder)));
    }
    Path file = Path.of(args[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, JarIndex.text(folders));
  }

  /** The jar has none of these files, so what is not handed over would be missing. */
  private static void requireKnown(Set<String> types) {
    Set<String> unknown = new TreeSet<>(types);
    ContainerServices.TYPES.forEach(type -> unknown.remove(type.getName()));
    unknown.remove(NATIVE_IMAGES);
    if (!unknown.isEmpty()) {
      throw new IllegalStateException("Services that ContainerServices does not know: " + unknown);
    }
  }
}

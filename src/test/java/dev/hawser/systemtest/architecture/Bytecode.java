package dev.hawser.systemtest.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The compiled classes of all modules, read once. */
final class Bytecode {
  static final String ROOT = "dev.hawser";
  static final String SAMPLE_ROOT = Bytecode.class.getPackageName() + ".sample";

  private static final Path CHECKOUT = Path.of(System.getProperty("hawser.root")).normalize();

  private Bytecode() {}

  private static final class Lazy {
    static final JavaClasses HOUSE = new ClassFileImporter().importPaths(classFolders());
    static final JavaClasses SAMPLES = new ClassFileImporter().importPackages(SAMPLE_ROOT);
  }

  /** Everything that is shipped, and the two libraries for tests. */
  static JavaClasses house() {
    return Lazy.HOUSE;
  }

  /** Classes that break the rules, each in a known way. */
  static JavaClasses samples() {
    return Lazy.SAMPLES;
  }

  /** The classes that people wrote, without those that annotation processors added. */
  static List<JavaClass> written(JavaClasses classes) {
    return classes.stream().filter(type -> !type.getFullName().contains(".$")).toList();
  }

  static Path folder(Room room) {
    return CHECKOUT.resolve(Room.FOLDERS.get(room.name()));
  }

  static Path classFolder(Room room) {
    return folder(room).resolve("target/classes");
  }

  static List<Path> classFolders() {
    return Room.HOUSE.stream().map(Bytecode::classFolder).toList();
  }

  /** All files below a folder with this ending. */
  static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.hawser.systemtest.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who may use whom. The map is {@link Room#HOUSE}; the reasons are in docs/architecture.md. */
class BoundaryTest {
  private final Boundaries house = new Boundaries(Bytecode.ROOT);
  private final Boundaries sample = new Boundaries(Bytecode.SAMPLE_ROOT);

  @Test
  void every_module_was_read() {
    for (Room room : Room.HOUSE) {
      assertThat(Bytecode.house().stream().map(type -> Room.of(Bytecode.ROOT, type)))
          .as("classes of %s", room.name())
          .anyMatch(found -> found.filter(room::equals).isPresent());
    }
  }

  @Test
  void every_class_belongs_to_a_module() {
    assertThat(Bytecode.house())
        .filteredOn(type -> Room.of(Bytecode.ROOT, type).isEmpty())
        .as("classes outside the map of modules")
        .isEmpty();
  }

  @Test
  void modules_use_only_those_below_them() {
    assertThat(house.forbiddenUses(Bytecode.house())).isEmpty();
  }

  @Test
  void a_module_that_uses_one_above_it_is_found() {
    assertThat(sample.forbiddenUses(Bytecode.samples()))
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text).contains("core must not use tasks", "UsesTasks"));
  }

  @Test
  void modules_use_only_what_others_show() {
    assertThat(house.hiddenUses(Bytecode.house())).isEmpty();
  }

  @Test
  void a_use_of_internals_is_found() {
    assertThat(sample.hiddenUses(Bytecode.samples()))
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text).contains("core does not show this", "UsesInternals"));
  }

  @Test
  void rooms_of_a_module_have_no_cycles() {
    assertThat(house.cycles(Bytecode.house())).isEmpty();
  }

  @Test
  void a_cycle_is_found() {
    assertThat(sample.cycles(Bytecode.samples()))
        .hasSize(1)
        .first()
        .asString()
        .contains("Left", "Right");
  }

  @Test
  void no_package_is_in_two_artifacts() {
    Map<String, Set<String>> artifacts = new TreeMap<>();
    for (Room room : Room.HOUSE) {
      for (var file : Bytecode.files(Bytecode.classFolder(room), ".class")) {
        String folder = Bytecode.classFolder(room).relativize(file.getParent()).toString();
        artifacts.computeIfAbsent(folder, f -> new TreeSet<>()).add(room.name());
      }
    }
    assertThat(artifacts).isNotEmpty().allSatisfy((folder, in) -> assertThat(in).hasSize(1));
  }

  @Test
  void libraries_for_tests_are_not_shipped() throws Exception {
    for (Room room : Room.HOUSE) {
      String pom = Files.readString(Bytecode.folder(room).resolve("pom.xml"));
      List<String> dependencies = List.of(pom.split("<dependency>"));
      assertThat(dependencies.stream().skip(1))
          .as("dependencies of %s", room.name())
          .filteredOn(
              text ->
                  text.contains("<artifactId>hawser-test-support</artifactId>")
                      || text.contains("<artifactId>hawser-storage-tck</artifactId>"))
          .allMatch(text -> text.split("</dependency>", 2)[0].contains("<scope>test</scope>"));
    }
  }

  @Test
  void vendor_libraries_are_used_by_their_adapter_only() {
    assertThat(vendorUses(Bytecode.house().stream().toList())).isEmpty();
  }

  private static List<String> vendorUses(List<JavaClass> classes) {
    Map<String, String> adapters =
        Map.of(
            "software.amazon.", "dev.hawser.storage.aws",
            "com.azure.", "dev.hawser.storage.azure",
            "com.google.api.client.", "dev.hawser.storage.gcp",
            "com.google.api.services.", "dev.hawser.storage.gcp",
            "com.google.auth.", "dev.hawser.storage.gcp",
            "com.google.cloud.", "dev.hawser.storage.gcp",
            "com.google.crypto.tink.", "dev.hawser.identity.internal.vault");
    return classes.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(
            use ->
                adapters.entrySet().stream()
                    .anyMatch(
                        vendor ->
                            use.getTargetClass().getFullName().startsWith(vendor.getKey())
                                && !use.getOriginClass()
                                    .getPackageName()
                                    .startsWith(vendor.getValue())))
        .map(use -> use.getDescription())
        .toList();
  }
}

package dev.hawser.systemtest.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Packages that must stay free of frameworks and libraries. */
class PurityTest {
  /**
   * @param packageName the package that is held pure, with its subpackages
   * @param alsoUses packages that it may use beside itself, the JDK and JSpecify
   */
  private record Pure(String packageName, Set<String> alsoUses) {
    List<String> violations(JavaClasses classes) {
      return classes.stream()
          .filter(type -> isBelow(packageName, type.getPackageName()))
          .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
          .filter(use -> !allowed(use.getTargetClass().getBaseComponentType()))
          .map(use -> use.getDescription())
          .sorted()
          .toList();
    }

    private boolean allowed(JavaClass target) {
      String from = target.getPackageName();
      return target.isPrimitive()
          || from.startsWith("java.")
          || isBelow("org.jspecify", from)
          || isBelow(packageName, from)
          || alsoUses.contains(from);
    }

    private static boolean isBelow(String parent, String packageName) {
      return packageName.equals(parent) || packageName.startsWith(parent + ".");
    }
  }

  private static final Pure STORAGE = new Pure("dev.hawser.storage", Set.of());
  private static final Pure VAULT = new Pure("dev.hawser.vault", Set.of());
  private static final Pure INTERPRETER =
      new Pure("dev.hawser.tasks.internal.interpreter", Set.of("dev.hawser.workflows"));

  @Test
  void the_storage_contract_needs_only_the_jdk() {
    JavaClasses classes =
        Bytecode.house()
            .that(
                DescribedPredicate.describe(
                    "of storage-spi",
                    type -> !type.getPackageName().startsWith("dev.hawser.storage.")));
    assertThat(classes.containPackage("dev.hawser.storage")).isTrue();
    assertThat(STORAGE.violations(classes)).isEmpty();
  }

  @Test
  void the_contract_of_key_services_needs_only_the_jdk() {
    assertThat(Bytecode.house().containPackage("dev.hawser.vault")).isTrue();
    assertThat(VAULT.violations(Bytecode.house())).isEmpty();
  }

  @Test
  void the_interpreter_needs_only_the_jdk_and_the_plan() {
    assertThat(Bytecode.house().containPackage(INTERPRETER.packageName())).isTrue();
    assertThat(INTERPRETER.violations(Bytecode.house())).isEmpty();
  }

  @Test
  void a_foreign_library_in_a_pure_package_is_found() {
    String sample = Bytecode.SAMPLE_ROOT + ".banned";
    assertThat(new Pure(sample, Set.of()).violations(Bytecode.samples()))
        .anyMatch(text -> text.contains("jakarta.inject.Inject"));
  }
}

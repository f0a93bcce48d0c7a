package dev.hawser.systemtest.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Who may have the value of a secret in hands. */
class SecretAccessTest {
  /** The module that keeps them, and the room that runs steps. */
  private static final Set<String> MAY =
      Set.of("dev.hawser.identity", "dev.hawser.tasks.internal.engine");

  /** The rooms that open what the vault has sealed. */
  private static final Set<String> MAY_OPEN =
      Set.of(
          "dev.hawser.identity.internal.vault",
          "dev.hawser.identity.internal.secret",
          "dev.hawser.identity.internal.factor",
          "dev.hawser.identity.internal.sso");

  @Test
  void values_are_read_and_revealed_by_the_engine_only() {
    assertThat(uses(SecretAccessTest::readsValue, MAY)).isEmpty();
  }

  @Test
  void a_use_elsewhere_is_found() {
    assertThat(uses(SecretAccessTest::readsValue, Set.of()))
        .anyMatch(use -> use.contains("SecretValue.reveal"));
  }

  @Test
  void the_vault_is_opened_for_secrets_second_factors_and_identity_providers_only() {
    assertThat(uses(SecretAccessTest::opensVault, MAY_OPEN)).isEmpty();
    assertThat(uses(SecretAccessTest::opensVault, Set.of())).isNotEmpty();
  }

  private static boolean readsValue(JavaAccess<?> access) {
    return is(access, "dev.hawser.identity.EnvironmentSecrets", "read")
        || is(access, "dev.hawser.identity.SecretValue", "reveal");
  }

  private static boolean opensVault(JavaAccess<?> access) {
    return is(access, "dev.hawser.identity.internal.vault.Vault", "open");
  }

  private static boolean is(JavaAccess<?> access, String owner, String name) {
    return access.getTargetOwner().getFullName().equals(owner)
        && access.getTarget().getName().equals(name);
  }

  private static List<String> uses(Predicate<JavaAccess<?>> what, Set<String> may) {
    return Bytecode.house().stream()
        .filter(type -> may.stream().noneMatch(name -> isIn(name, type)))
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .filter(what)
        .map(JavaAccess::getDescription)
        .toList();
  }

  private static boolean isIn(String parent, JavaClass type) {
    return type.getPackageName().equals(parent) || type.getPackageName().startsWith(parent + ".");
  }
}

package dev.hawser.identity.internal.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.config.SettingsLoader;
import dev.hawser.core.config.SettingsSources;
import dev.hawser.identity.SessionSettings;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class Argon2Test {
  private final Argon2 argon2 = new Argon2(100, Argon2.Cost.PASSWORD);

  @Test
  void a_hash_matches_its_secret_and_nothing_else() {
    String hash = argon2.hash("correct horse", Argon2.Cost.RANDOM_SECRET);
    assertThat(hash).startsWith("$argon2id$v=19$m=1024,t=1,p=1$").doesNotContain("horse");
    assertThat(argon2.matches("correct horse", hash)).isTrue();
    assertThat(argon2.matches("correct horsf", hash)).isFalse();
    assertThat(argon2.matches("", hash)).isFalse();
    assertThat(argon2.hash("correct horse", Argon2.Cost.RANDOM_SECRET)).isNotEqualTo(hash);
  }

  @Test
  void the_result_is_that_of_the_reference_implementation() {
    // echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32, from its test vectors
    String hash =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertThat(argon2.matches("password", hash)).isTrue();
  }

  @Test
  void a_hash_of_another_form_is_a_bug_and_not_a_mismatch() {
    assertThatThrownBy(() -> argon2.matches("x", "$2y$10$abc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("abc");
  }

  @Test
  void comparing_with_the_hash_of_nobody_costs_what_a_password_costs_and_never_matches() {
    String nobody = argon2.hashOfNobody();
    assertThat(nobody.substring(0, nobody.indexOf(",p=")))
        .isEqualTo(argon2.hashPassword("x").substring(0, nobody.indexOf(",p=")));
    assertThat(nobody).hasSameSizeAs(argon2.hashPassword("x"));
    assertThat(argon2.matches("", nobody)).isFalse();
  }

  @Test
  void passwords_cost_what_is_recommended() {
    Argon2 configured =
        new Argon2(
            SettingsLoader.load(
                SessionSettings.ALL, new SettingsSources(Map.of(), Map.of(), null, Set.of())));

    assertThat(configured.hashPassword("x")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
  }
}

package dev.hawser.identity.internal.hash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "elevenchars",
        "aaaaaaaaaaaaaaaa",
        "ababababababab",
        "Password12345",
        "PASSWORD!!!!!",
        "passwordpassword",
        "princess2024!",
        "1qaz2wsx3edc",
        "Dragon-123456",
        "qwertyuiop123",
        "123456789012",
        "1234567890123456",
        "correct horse battery staple",
        "iloveyouforever!",
        "ada@example.com",
        "ada.lovelace1815",
        "letmeinletmein"
      })
  void what_everybody_tries_first_is_refused(String password) {
    String email = password.startsWith("ada.") ? "ada.lovelace@example.com" : "ada@example.com";
    assertThat(PasswordRules.objection(password, email)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"vexed-otter-lamp", "Kq8#fLw2pZ!x", "münchner himmel 7", "ada likes trains"})
  void what_is_long_and_rare_is_accepted(String password) {
    assertThat(PasswordRules.objection(password, "ada@example.com")).isEmpty();
  }
}

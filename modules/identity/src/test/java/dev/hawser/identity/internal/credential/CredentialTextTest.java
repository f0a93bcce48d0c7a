package dev.hawser.identity.internal.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.id.Uuid7;
import dev.hawser.identity.internal.credential.CredentialText.Kind;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CredentialTextTest {
  private final CredentialText key =
      CredentialText.create(Kind.API_KEY, new Uuid7(Clock.systemUTC()).next());

  @Test
  void a_key_reads_back_what_it_wrote() {
    assertThat(key.full()).matches("hwk_[0-9a-z]{78}");
    assertThat(CredentialText.parse(Kind.API_KEY, key.full())).contains(key);
  }

  @Test
  void it_does_not_print_its_secret() {
    assertThat(key.toString()).doesNotContain(key.secret()).startsWith("hwk_");
  }

  @Test
  void text_that_is_not_a_key_is_empty() {
    String right = key.full();
    for (String wrong :
        List.of(
            "",
            "hwk_",
            right + "0",
            right.substring(1),
            right.toUpperCase(Locale.ROOT),
            "hwx" + right.substring(3),
            right.substring(0, right.length() - 1) + "u",
            right.substring(0, right.length() - 1) + "\n")) {
      assertThat(CredentialText.parse(Kind.API_KEY, wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void a_text_is_of_its_kind_only() {
    CredentialText token = CredentialText.create(Kind.PERSONAL_TOKEN, key.id());
    assertThat(token.full()).matches("hwp_[0-9a-z]{78}");
    assertThat(CredentialText.parse(Kind.PERSONAL_TOKEN, token.full())).contains(token);
    assertThat(CredentialText.parse(Kind.API_KEY, token.full())).isEmpty();
    assertThat(CredentialText.parse(Kind.PERSONAL_TOKEN, key.full())).isEmpty();
    assertThat(Kind.PERSONAL_TOKEN.claims(token.full())).isTrue();
    assertThat(Kind.PERSONAL_TOKEN.claims(key.full())).isFalse();
    assertThat(Kind.PERSONAL_TOKEN.claims("hwp")).isFalse();
  }
}

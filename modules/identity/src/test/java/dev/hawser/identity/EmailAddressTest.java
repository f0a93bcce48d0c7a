package dev.hawser.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
  @ParameterizedTest
  @CsvSource({
    "ada@acme.example, ada@acme.example",
    "' Ada.Lovelace@ACME.Example ', ada.lovelace@acme.example",
    "a+b!#$%&*/=?^_`{|}~-@x.example, a+b!#$%&*/=?^_`{|}~-@x.example",
    "root@localhost, root@localhost",
    "ada@b\u00fccher.example, ada@xn--bcher-kva.example",
    "ada@B\u00dcCHER.example, ada@xn--bcher-kva.example",
    "ada@XN--BCHER-KVA.example, ada@xn--bcher-kva.example",
    "ada@xn--strae-oqa.example, ada@xn--strae-oqa.example",
  })
  void case_blanks_and_the_way_a_domain_is_written_do_not_count(String text, String stored) {
    assertThat(EmailAddress.parse(text)).contains(new EmailAddress(stored));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "@",
        "ada",
        "ada@",
        "@acme.example",
        "a b@acme.example",
        "ada@acme example",
        "ada@@acme.example",
        ".ada@acme.example",
        "ada.@acme.example",
        "a..da@acme.example",
        "\"ada\"@acme.example",
        "ada@-acme.example",
        "ada@acme-.example",
        "ada@acme..example",
        "ada@acme.example.",
        "ada@[127.0.0.1]",
        "ada@acme.example\r\nBcc: x@y.example",
        "ada\r\n@acme.example",
        "ada\0@acme.example",
        "Ada <ada@acme.example>",
      })
  void what_is_no_address_is_refused(String text) {
    assertThat(EmailAddress.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0430da@acme.example", // a Cyrillic a
        "\u212aate@acme.example", // the sign of Kelvin, whose lower case is k
        "\uff41da@acme.example", // full width, which NFKC makes an a
        "ad\u0131@acme.example", // a dotless i
        "ada\u200b@acme.example", // a space without width
        "ada@stra\u00dfe.example", // IDNA 2003 makes it strasse.example
        "ada@\uff41cme.example", // full width
        "ada@o\ufb03ce.example", // a ligature
        "ada@acme\u3002example", // an ideographic full stop, which IDNA takes for a dot
        "ada@acm\u200de.example", // a joiner without width
        "ada@\u212acme.example", // the sign of Kelvin
        "ada@bu\u0308cher.example", // a u and a combining diaeresis
      })
  void what_only_looks_like_another_address_is_refused(String text) {
    assertThat(EmailAddress.parse(text)).isEmpty();
  }

  @Test
  void a_domain_of_look_alike_letters_is_another_domain_that_shows_it() {
    EmailAddress plain = EmailAddress.parse("ada@acme.example").orElseThrow();
    EmailAddress cyrillic = EmailAddress.parse("ada@\u0430cme.example").orElseThrow();
    assertThat(cyrillic).isNotEqualTo(plain);
    assertThat(cyrillic.value()).startsWith("ada@xn--");
  }

  @Test
  void nothing_longer_than_mail_allows_is_taken() {
    String label = "d".repeat(63);
    String domain = label + "." + label + "." + label; // 191
    assertThat(EmailAddress.parse("a".repeat(62) + "@" + domain)).isPresent(); // 254
    assertThat(EmailAddress.parse("a".repeat(63) + "@" + domain)).isEmpty();
    assertThat(EmailAddress.parse("a".repeat(65) + "@acme.example")).isEmpty();
    assertThat(EmailAddress.parse("ada@" + "d".repeat(64) + ".example")).isEmpty();
    assertThat(EmailAddress.parse("ada@" + "\u00fc".repeat(70) + ".example")).isEmpty();
  }

  @Test
  void it_is_made_only_of_the_form_that_is_stored_and_prints_without_the_name() {
    assertThatThrownBy(() -> new EmailAddress("Ada@acme.example"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("Ada");
    EmailAddress address = new EmailAddress("ada@acme.example");
    assertThat(address).hasToString("a***@acme.example");
    assertThat(address.domain()).isEqualTo("acme.example");
  }
}

package dev.hawser.identity.internal.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LetterTest {
  @Test
  void what_people_have_entered_stays_text() {
    Letter letter =
        new Letter(
            "Hello\r\nBcc: x@y.example",
            List.of("<script>alert(1)</script> & \"Ada\" 'O\u2019Neil\u202e\u2028end"),
            new Letter.Link("Go", "https://h.example/x?a=1&b=\"#t"),
            "Because\nof you");
    assertThat(letter.subject()).isEqualTo("Hello  Bcc: x@y.example");
    assertThat(letter.text())
        .contains("<script>alert(1)</script> & \"Ada\" 'O\u2019Neil  end")
        .contains("Go:\nhttps://h.example/x?a=1&b=\"#t\n")
        .endsWith("-- \nBecause of you\n");
    assertThat(letter.html())
        .doesNotContain("<script>")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Ada&quot; &#39;O\u2019Neil")
        .contains("href=\"https://h.example/x?a=1&amp;b=&quot;#t\"");
  }

  @Test
  void a_letter_without_a_link_has_none() {
    Letter letter = new Letter("Told", List.of("One", "Two"), null, "Why");
    assertThat(letter.text()).isEqualTo("One\n\nTwo\n\n-- \nWhy\n");
    assertThat(letter.html()).doesNotContain("<a ").contains(">One</p>", ">Two</p>");
  }

  @Test
  void a_link_does_not_get_into_a_log() {
    Letter letter = new Letter("Told", List.of(), new Letter.Link("Go", "/x#secret"), "Why");
    assertThat(letter.toString()).contains("Go").doesNotContain("secret");
  }
}

package dev.hawser.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DownloadGrantTest {
  private static final DownloadGrant GRANT = DownloadGrant.of(Duration.ofMinutes(1));

  @Test
  void without_a_name_nothing_is_said_about_it() {
    assertThat(GRANT.contentDisposition()).isEmpty();
  }

  @Test
  void a_name_is_told_exactly_and_for_old_clients_as_well_as_it_can_be() {
    assertThat(GRANT.withFileName("Bericht \"März\"; 100%.pdf").contentDisposition())
        .contains(
            "attachment; filename=\"Bericht _M_rz_; 100%.pdf\"; "
                + "filename*=UTF-8''Bericht%20%22M%C3%A4rz%22%3B%20100%25.pdf");
  }

  @Test
  void no_name_gets_out_of_the_header() {
    for (String name :
        List.of(
            "a\r\nX-Evil: 1",
            "a\nb",
            "a\0b",
            "\u2028",
            "a\\\"; filename=\"b",
            "\uD83E",
            "\u007F")) {
      String header = GRANT.withFileName(name).contentDisposition().orElseThrow();

      assertThat(header).isPrintable().isASCII();
      assertThat(header.chars().filter(c -> c == '"').count()).isEqualTo(2);
      assertThat(header).doesNotContain("\\");
    }
  }

  @Test
  void names_and_types_out_of_their_limits_are_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> GRANT.withFileName(""));
    assertThatIllegalArgumentException().isThrownBy(() -> GRANT.withFileName("x".repeat(256)));
    assertThatIllegalArgumentException().isThrownBy(() -> GRANT.withContentType("a/b\r\nc: d"));
    assertThat(GRANT.withFileName("x".repeat(255)).fileName()).isPresent();
  }
}

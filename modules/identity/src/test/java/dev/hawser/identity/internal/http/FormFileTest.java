package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormFileTest {
  private static final String TYPE = "multipart/form-data; boundary=xyz";
  private static final String HEAD = "--xyz\r\nContent-Disposition: form-data; name=\"file\"";

  private static Optional<String> find(String body, String type) {
    return FormFile.find(body.getBytes(ISO_8859_1), type).map(b -> new String(b, ISO_8859_1));
  }

  @Test
  void the_bytes_of_the_part_are_found() {
    String body =
        HEAD + "; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nab\r\n--c\r\n--xyz--";
    assertThat(find(body, TYPE)).contains("ab\r\n--c");
    assertThat(find("preamble\r\n" + body + "\r\nepilogue", TYPE)).contains("ab\r\n--c");
    assertThat(find(body, "Multipart/Form-Data; charset=utf-8; Boundary=\"xyz\""))
        .contains("ab\r\n--c");
    assertThat(find(HEAD.replace("\"file\"", "file") + "\r\n\r\n\r\n--xyz--", TYPE)).contains("");
    assertThat(find(HEAD.toLowerCase(java.util.Locale.ROOT) + "\r\n\r\nq\r\n--xyz--", TYPE))
        .contains("q");
  }

  @Test
  void other_forms_are_not_taken() {
    String end = "\r\n\r\na\r\n--xyz--";
    assertThat(find(HEAD + end, "multipart/form-data")).isEmpty();
    assertThat(find(HEAD + end, "multipart/form-data; boundary=other")).isEmpty();
    for (String body :
        List.of(
            "",
            "--xyz--",
            HEAD,
            HEAD + "\r\n\r\na",
            HEAD + "\r\n\r\na\r\n--xyz",
            HEAD + "\r\n\r\na\r\n--xyz\r\nContent-Disposition: form-data; name=\"b\"" + end,
            HEAD.replace("file", "image") + end,
            HEAD.replace("name=\"file\"", "filename=\"file\"") + end,
            HEAD.replace("Content-Disposition", "X-Other") + end,
            HEAD + "\r\nX: " + "x".repeat(9_000) + end)) {
      assertThat(find(body, TYPE)).as(body).isEmpty();
    }
  }
}

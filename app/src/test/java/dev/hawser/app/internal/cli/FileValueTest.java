package dev.hawser.app.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileValueTest {
  private static final Map<String, Object> FILE =
      Map.of("$file", "file_1", "name", "a\u001b.pdf", "type", "application/pdf", "size", 48_213L);

  @Test
  void files_are_shown_by_name_type_and_size() {
    assertThat(ValueText.brief(Map.of("doc", FILE)))
        .isEqualTo("{\"doc\":\"file a\\u001B.pdf (application/pdf, 48 KB) file_1\"}");
    assertThat(String.join("\n", ValueText.full(Map.of("docs", List.of(FILE)))))
        .contains("\"file a\\u001B.pdf (application/pdf, 48 KB) file_1\"");
  }

  @Test
  void a_reference_with_fields_missing_is_shown_as_far_as_it_goes() {
    assertThat(FileValue.readable(Map.of("$file", "file_1"))).isEqualTo("file ? file_1");
    assertThat(FileValue.readable(Map.of("$file", 7))).isEqualTo(Map.of("$file", 7));
  }
}

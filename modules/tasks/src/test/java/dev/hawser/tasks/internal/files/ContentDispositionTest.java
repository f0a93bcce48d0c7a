package dev.hawser.tasks.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentDispositionTest {
  private static void reads(String header, String kind, Map<String, String> parameters) {
    assertThat(ContentDisposition.parse(header))
        .as(header)
        .hasValue(new ContentDisposition(kind, parameters));
  }

  @Test
  void all_forms_in_use_are_read() {
    reads("attachment", "attachment", Map.of());
    reads("Attachment; filename=a.pdf", "attachment", Map.of("filename", "a.pdf"));
    reads(
        "form-data; name=\"a\"; filename=\"b; c.pdf\"",
        "form-data",
        Map.of("name", "a", "filename", "b; c.pdf"));
    reads("attachment; filename=\"a\\\"b\"", "attachment", Map.of("filename", "a\"b"));
    reads("form-data; filename=\"C:\\x\\y\"", "form-data", Map.of("filename", "C:\\x\\y"));
    reads("attachment;filename=\"€.txt\" ;", "attachment", Map.of("filename", "€.txt"));
    reads(
        "attachment; filename=\"EUR.txt\"; filename*=UTF-8''%e2%82%ac%20rates.txt",
        "attachment", Map.of("filename", "€ rates.txt"));
  }

  @Test
  void broken_ones_are_none() {
    for (String header :
        List.of(
            "",
            "; filename=a",
            "filename=a",
            "attachment; filename=\"a",
            "attachment; filename=\"a\"b",
            "attachment; a=1; a=2",
            "attachment; filename*=latin1''x",
            "attachment; filename*=UTF-8''%zz",
            "attachment; filename*=UTF-8''%ff",
            "attachment; nonsense")) {
      assertThat(ContentDisposition.parse(header)).as(header).isEmpty();
    }
  }
}

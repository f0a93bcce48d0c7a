package dev.hawser.app.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class YamlValueTest {
  @Test
  void yaml_becomes_the_json_that_means_the_same() throws Json.MalformedException {
    String yaml =
        """
        name: Hello
        on: [no, 1, -2.5, "3", true, ~, 1e3, 12345678901234567890]
        text: |
          two
          lines
        copy: &a {b: 2027-01-31}
        again: *a
        """;
    String json =
        """
        {"name": "Hello",
         "on": ["no", 1, -2.5, "3", true, null, 1e3, 12345678901234567890],
         "text": "two\\nlines\\n",
         "copy": {"b": "2027-01-31"}, "again": {"b": "2027-01-31"}}
        """;
    assertThat(YamlValue.read(yaml)).contains(json(json));
  }

  @Test
  void what_is_no_yaml_has_no_value() {
    assertThat(YamlValue.read("a: [")).isEmpty();
    assertThat(YamlValue.read("")).isEmpty();
    assertThat(YamlValue.read("[a]: 1")).isEmpty();
    assertThat(YamlValue.read("a: &x [*x]")).isEmpty();
  }

  private static Object json(String text) throws Json.MalformedException {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }
}

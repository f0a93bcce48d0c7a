package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the jar is made of may be given to others. */
class SbomTest {
  /** SPDX ids, and names where the project gives none. */
  private static final Set<String> ALLOWED =
      Set.of(
          "Apache-2.0",
          "MIT",
          "MIT-0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "EPL-1.0",
          "EPL-2.0",
          "UPL-1.0",
          "CC0-1.0",
          "EDL 1.0",
          "Eclipse Distribution License - v 1.0",
          "Public Domain",
          "0BSD",
          "Bouncy Castle Licence", // that of MIT
          "Go License", // BSD-3-Clause
          "Unicode/ICU License"); // permissive, as MIT

  @Test
  void every_part_of_the_jar_has_a_licence_that_suits_us() throws Exception {
    List<String> unsuited = new ArrayList<>();
    List<Map<?, ?>> components = components();
    assertThat(components).hasSizeGreaterThan(100);
    for (Map<?, ?> component : components) {
      if (!String.valueOf(component.get("group")).equals("dev.hawser")
          && licences(component).stream().noneMatch(ALLOWED::contains)) {
        unsuited.add(component.get("group") + ":" + component.get("name") + licences(component));
      }
    }
    assertThat(unsuited).isEmpty();
  }

  private static List<Map<?, ?>> components() throws IOException, Json.MalformedException {
    byte[] bytes = Files.readAllBytes(Path.of("..", "..", "app", "target", "hawser-sbom.json"));
    return ((List<?>) ((Map<?, ?>) Json.read(bytes)).get("components"))
        .stream().<Map<?, ?>>map(item -> (Map<?, ?>) item).toList();
  }

  private static List<String> licences(Map<?, ?> component) {
    List<String> found = new ArrayList<>();
    if (component.get("licenses") instanceof List<?> licences) {
      for (Object entry : licences) {
        Map<?, ?> one = (Map<?, ?>) entry;
        if (one.get("license") instanceof Map<?, ?> licence) {
          found.add(
              String.valueOf(licence.get("id") == null ? licence.get("name") : licence.get("id")));
        } else {
          found.add(String.valueOf(one.get("expression")));
        }
      }
    }
    return found;
  }
}

package dev.hawser.functions.internal.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is checked in is what the manifest says, and what package.json pins. */
class LibraryManifestTest {
  private static byte[] resource(String name) throws Exception {
    try (InputStream in =
        LibraryManifestTest.class.getResourceAsStream("/dev/hawser/functions/lib/" + name)) {
      return in.readAllBytes();
    }
  }

  private static Map<?, ?> map(Object value) {
    return (Map<?, ?>) value;
  }

  @Test
  void each_library_has_the_checksum_of_the_manifest() throws Exception {
    Map<?, ?> sums = map(map(Json.read(resource("manifest.json"))).get("sha256"));
    assertThat(sums.keySet().stream().map(Object::toString))
        .containsExactlyInAnyOrderElementsOf(Libraries.NAMES);
    for (String name : Libraries.NAMES) {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(resource(name + ".js"));
      assertThat(HexFormat.of().formatHex(sum)).as(name).isEqualTo(sums.get(name));
    }
  }

  @Test
  void the_versions_are_those_that_package_json_pins() throws Exception {
    Map<?, ?> manifest = map(Json.read(resource("manifest.json")));
    Map<?, ?> pinned =
        map(map(Json.read(Files.readAllBytes(Path.of("lib/package.json")))).get("devDependencies"));
    assertThat(pinned).isNotEmpty();
    pinned.forEach(
        (name, version) ->
            assertThat(
                    name.equals("esbuild")
                        ? manifest.get("esbuild")
                        : map(manifest.get("packages")).get(name))
                .as(name.toString())
                .isEqualTo(version));
  }

  @Test
  void each_package_has_its_licence() throws Exception {
    String licences = new String(resource("licences.txt"), StandardCharsets.UTF_8);
    map(map(Json.read(resource("manifest.json"))).get("packages"))
        .forEach(
            (name, version) -> assertThat(licences).contains("\n" + name + " " + version + " ("));
  }
}

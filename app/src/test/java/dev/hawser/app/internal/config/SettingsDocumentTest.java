package dev.hawser.app.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {
  @Test
  void every_setting_is_in_the_operators_documents() throws IOException {
    String document =
        Files.readString(Path.of("../docs/operations.md"))
            + Files.readString(Path.of("../docs/operations/storage.md"))
            + Files.readString(Path.of("../docs/operations/vault.md"));
    for (Setting<?> setting : AllSettings.ALL) {
      int dot = setting.key().lastIndexOf('.');
      String group = setting.key().substring(0, dot) + ".url`";
      String inGroup = "`" + setting.key().substring(dot) + "`";
      boolean told =
          document.contains("`" + setting.key() + "`")
              || (document.contains("`" + group) && document.contains(inGroup));
      assertThat(told).as(setting.key()).isTrue();
    }
  }
}

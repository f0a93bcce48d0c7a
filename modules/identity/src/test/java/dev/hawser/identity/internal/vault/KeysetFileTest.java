package dev.hawser.identity.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysetFileTest {
  @TempDir private Path folder;

  @Test
  void only_its_owner_may_read_it_also_after_a_change() throws Exception {
    KeysetFile file = new KeysetFile(folder.resolve("keyset.json"));
    assertThat(file.read()).isEmpty();
    file.write("{}");
    file.write("{\"a\":1}");
    assertThat(file.read())
        .hasValueSatisfying(text -> assertThat(text.strip()).isEqualTo("{\"a\":1}"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    assertThat(file.isOpenToOthers()).isFalse();
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(file.isOpenToOthers()).isTrue();
  }

  @Test
  void what_a_crash_left_half_written_is_in_nobodys_way() throws Exception {
    KeysetFile file = new KeysetFile(folder.resolve("keyset.json"));
    file.write("{}");
    Files.writeString(folder.resolve("keyset.json.new"), "{\"half");
    assertThat(file.read()).hasValueSatisfying(text -> assertThat(text.strip()).isEqualTo("{}"));
    file.write("{\"b\":2}");
    assertThat(file.read()).hasValueSatisfying(text -> assertThat(text).contains("b"));
    assertThat(folder.resolve("keyset.json.new")).doesNotExist();
  }
}

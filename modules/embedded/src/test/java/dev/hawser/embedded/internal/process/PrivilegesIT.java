package dev.hawser.embedded.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivilegesIT {
  @TempDir private Path folder;

  @Test
  void who_is_not_root_stays_who_he_is() throws Exception {
    assertThat(Privileges.choose(1_000, List.of(folder.resolve("missing"))))
        .isEqualTo(Privileges.KEEP);
  }

  @Test
  void root_that_cannot_become_somebody_with_access_is_told_what_to_do() {
    List<Path> unreachable = List.of(folder.resolve("missing"));
    assertThatThrownBy(() -> Privileges.choose(0, unreachable))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must not run as root")
        .hasMessageContaining("as a normal user")
        .hasMessageContaining(folder.resolve("missing").toString());
  }
}

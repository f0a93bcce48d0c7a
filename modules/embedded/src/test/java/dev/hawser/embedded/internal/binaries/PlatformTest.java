package dev.hawser.embedded.internal.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlatformTest {
  @Test
  void both_architectures_have_binaries_on_the_class_path() throws IOException {
    for (String architecture : new String[] {"amd64", "aarch64"}) {
      Platform platform = Platform.of("Linux", architecture);

      assertThat(getClass().getResource("/postgres-linux-" + platform.postgres() + ".txz"))
          .isNotNull();
      assertThat(getClass().getResource("/redis-server-7.0.15-linux-" + platform.redis()))
          .isNotNull();
    }
  }

  @Test
  void other_systems_are_told_which_ones_would_do() {
    assertThatIOException()
        .isThrownBy(() -> Platform.of("Mac OS X", "aarch64"))
        .withMessageContaining("Linux on amd64 and arm64 only, this is Mac OS X on aarch64");
    assertThatIOException()
        .isThrownBy(() -> Platform.of("Linux", "riscv64"))
        .withMessageContaining("Linux on riscv64");
  }

  @Test
  void a_system_without_glibc_is_told_so() {
    Platform alpine = new Platform("x86_64", "amd64", Path.of("/lib64/no-such-loader.so"));

    assertThatThrownBy(alpine::requireGlibc)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("GNU C library", "no-such-loader.so", "Alpine");
  }
}

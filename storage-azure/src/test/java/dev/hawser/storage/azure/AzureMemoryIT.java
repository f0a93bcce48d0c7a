package dev.hawser.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A blob that is larger than the memory of the process that handles it. */
class AzureMemoryIT {
  @Test
  void a_blob_of_twice_the_heap_passes_in_both_directions() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                LargeBlob.class.getName(),
                Azurite.shared().endpoint().toString(),
                "128")
            .redirectErrorStream(true);
    builder.environment().put("KEY", Azurite.shared().key().value());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(output).contains("same bytes");
    assertThat(process.exitValue()).isZero();
  }
}

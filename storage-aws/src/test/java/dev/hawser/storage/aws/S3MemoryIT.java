package dev.hawser.storage.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class S3MemoryIT {
  @Test
  void a_blob_larger_than_the_heap_goes_up_and_comes_down() throws Exception {
    S3Emulator emulator = S3Emulator.start();
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx56m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  LargeBlob.class.getName(),
                  emulator.endpoint().toString(),
                  "96")
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor()).as(said).isZero();
      assertThat(said).contains("same bytes");
    } finally {
      emulator.stop();
    }
  }
}

package dev.hawser.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManyBlobsTest {
  private static final int BLOBS = 40_000;

  @Test
  void listing_page_by_page_takes_less_memory_than_all_entries_would(@TempDir Path folder)
      throws Exception {
    ManyBlobs.fill(folder, BLOBS);

    assertThat(run("list", folder)).contains("listed " + BLOBS);
    assertThat(run("collect", folder)).contains("OutOfMemoryError");
  }

  private static String run(String what, Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx10m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ManyBlobs.class.getName(),
                what,
                folder.toString(),
                "1000")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}

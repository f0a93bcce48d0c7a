package dev.hawser.storage.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.storage.gcp.fake.FakeGcs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A blob that is larger than the heap goes through; the service is outside of that heap. */
class GcsMemoryIT {
  private static final long SIZE = 96L << 20;

  @Test
  void a_blob_larger_than_the_heap_goes_up_and_down(@TempDir Path folder) throws Exception {
    try (FakeGcs fake = FakeGcs.start(Files.createDirectory(folder.resolve("contents")))) {
      Path key = Files.writeString(folder.resolve("key.json"), fake.key());
      Path output = folder.resolve("output");

      Process probe = start(fake, key, output);

      assertThat(probe.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(probe.exitValue()).as(Files.readString(output, StandardCharsets.UTF_8)).isZero();
    }
  }

  private static Process start(FakeGcs fake, Path key, Path output) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx56m",
            "-cp",
            System.getProperty("java.class.path"),
            TransferProbe.class.getName(),
            fake.uri().toString(),
            FakeGcs.BUCKET,
            key.toString(),
            Long.toString(SIZE))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }
}

package dev.hawser.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills writing processes at arbitrary moments and looks at what they left. */
final class FolderBlobStoreKillTest {
  private static final int KILLS = 25;
  private final Map<BlobKey, Long> acknowledged = new HashMap<>();
  private final Set<BlobKey> deletionBegun = new HashSet<>();

  @Test
  void a_killed_writer_loses_nothing_it_acknowledged_and_leaves_nothing_torn(@TempDir Path folder)
      throws Exception {
    Random random = new Random();
    long version = 1;
    for (int kill = 0; kill < KILLS; kill++) {
      int leftovers = writeAndKill(folder, version, 5 + random.nextInt(60));
      version = checkEverything(folder, leftovers) + 1_000;
    }
  }

  /** How many files the killed process had not finished. */
  private int writeAndKill(Path folder, long version, int lines) throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KillWriter.class.getName(),
                folder.toString(),
                Long.toString(version))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < lines; i++) {
        note(out.readLine());
      }
      // By its handle: the process's own method closes the pipe, and what is in it counts.
      assertThat(writer.toHandle().destroyForcibly()).isTrue();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        note(line);
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertThat(writer.exitValue()).as("killed, not ended").isEqualTo(128 + 9);
    return unfinished(folder);
  }

  private void note(String line) {
    String[] words = line.split(" ", -1);
    if (words.length < 3) {
      return; // cut off by the kill
    }
    BlobKey key = new BlobKey(words[1]);
    switch (words[0]) {
      case "put" -> {
        acknowledged.put(key, Long.valueOf(words[2]));
        deletionBegun.remove(key);
      }
      case "deleting" -> deletionBegun.add(key);
      case "deleted" -> acknowledged.remove(key);
      default -> throw new AssertionError("the writer said: " + line);
    }
  }

  /** The highest version that was found. */
  private long checkEverything(Path folder, int leftovers) throws IOException {
    long highest = acknowledged.values().stream().max(Long::compare).orElse(0L);
    try (FolderBlobStore store = FolderBlobStore.open(folder, InstantSource.system())) {
      assertThat(unfinished(folder)).as("leftovers, there were " + leftovers).isZero();
      Map<BlobKey, Long> found = new HashMap<>();
      List<BlobEntry> entries = store.list(BlobPrefix.ALL, PageRequest.first(1_000)).blobs();
      for (BlobEntry entry : entries) {
        try (Blob blob = store.get(entry.key(), ByteRange.ALL)) {
          byte[] bytes = blob.stream().readAllBytes();
          assertThat(bytes).hasSize((int) entry.size());
          long version = ByteBuffer.wrap(bytes).getLong();
          assertThat(bytes).isEqualTo(KillWriter.bytes(version));
          found.put(entry.key(), version);
          highest = Math.max(highest, version);
        }
      }
      acknowledged.forEach(
          (key, version) -> {
            if (!deletionBegun.contains(key)) {
              assertThat(found).containsKey(key);
              assertThat(found.get(key)).isGreaterThanOrEqualTo(version);
            }
          });
      acknowledged.clear();
      acknowledged.putAll(found);
      deletionBegun.clear();
    }
    return highest;
  }

  private static int unfinished(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
      return (int) files.filter(file -> !file.toString().endsWith(".lock")).count();
    }
  }
}

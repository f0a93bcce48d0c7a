package dev.hawser.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Fills the folder of a store with many small blobs, past the store and its syncs; and, as a
 * process, lists them page by page and says how many there were.
 */
final class ManyBlobs {
  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 11, 1);

  private ManyBlobs() {}

  /** Spreads the blobs as an installation does: over thirty days, runs and projects. */
  static void fill(Path folder, int count) throws IOException {
    FolderBlobStore.open(folder, InstantSource.system()).close();
    byte[] bytes = "a small blob".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < count; i++) {
      BlobInfo info =
          new BlobInfo(
              key(i),
              bytes.length,
              new ETag(new UUID(1, i).toString()),
              Instant.EPOCH,
              "text/plain",
              Map.of());
      ByteBuffer tail = FolderFile.tail(info);
      byte[] whole = new byte[bytes.length + tail.remaining()];
      System.arraycopy(bytes, 0, whole, 0, bytes.length);
      tail.get(whole, bytes.length, tail.remaining());
      Path file = FolderNames.file(folder.resolve("blobs"), info.key());
      Files.createDirectories(FolderNames.above(file));
      Files.write(file, whole);
    }
  }

  private static BlobKey key(int i) {
    LocalDate day = FIRST_DAY.plusDays(i % 30);
    UUID id = new UUID(Integer.reverse(i) * 0x9E3779B97F4A7C15L, i);
    return new BlobKey(
        switch (i / 30 % 5) {
          case 0, 1 -> "executions/%s/%s".formatted(day, id);
          case 2, 3 -> "payloads/%s/%s/output".formatted(day, id);
          default -> "files/%s/project%d/%s".formatted(day, i / 150 % 7, id);
        });
  }

  /**
   * {@code fill folder count}, {@code list folder pageSize} or, what nobody should do, {@code
   * collect folder pageSize}.
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    int number = Integer.parseInt(arguments[2]);
    if (arguments[0].equals("fill")) {
      fill(folder, number);
    } else {
      System.out.println("listed " + list(folder, number, arguments[0].equals("collect")));
    }
  }

  private static int list(Path folder, int pageSize, boolean collects) {
    List<BlobEntry> all = new ArrayList<>();
    int count = 0;
    String last = "";
    try (FolderBlobStore store = FolderBlobStore.open(folder, InstantSource.system())) {
      BlobPage page = store.list(BlobPrefix.ALL, PageRequest.first(pageSize));
      while (true) {
        for (BlobEntry entry : page.blobs()) {
          if (entry.key().value().compareTo(last) <= 0) {
            throw new IllegalStateException(entry.key() + " comes after " + last);
          }
          last = entry.key().value();
          count++;
          if (collects) {
            all.add(entry);
          }
        }
        if (page.next().isEmpty()) {
          return collects ? all.size() : count;
        }
        page = store.list(BlobPrefix.ALL, PageRequest.after(page.next().get(), pageSize));
      }
    }
  }
}

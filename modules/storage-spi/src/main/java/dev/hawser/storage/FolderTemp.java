package dev.hawser.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The files that are being written, in a directory of the same file system as the blobs. Their
 * names start with the id of the open store, which holds a lock on {@code <id>.lock} as long as it
 * lives. Opening removes the files of stores whose lock nobody holds: they were killed.
 */
final class FolderTemp implements AutoCloseable {
  private static final String LOCK = ".lock";

  /** Open stores of this JVM: touching their lock files here would release the locks. */
  private static final Set<String> OPEN = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final String id = UUID.randomUUID().toString();
  private final AtomicLong count = new AtomicLong();
  private final FileChannel lock;

  /** The caller holds {@link FolderLocks#lockForOpening()}. */
  FolderTemp(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory);
    removeLeftovers(directory);
    OPEN.add(id);
    lock =
        FileChannel.open(
            directory.resolve(id + LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var _ = lock.lock();
  }

  Path next() {
    return directory.resolve(id + "-" + count.incrementAndGet());
  }

  /** The caller holds {@link FolderLocks#lockForOpening()}. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(directory.resolve(id + LOCK));
    lock.close();
    OPEN.remove(id);
  }

  private static void removeLeftovers(Path directory) throws IOException {
    Set<String> alive = ConcurrentHashMap.newKeySet();
    alive.addAll(OPEN);
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(directory, "*" + LOCK)) {
      for (Path file : locks) {
        String owner = owner(file);
        if (!OPEN.contains(owner) && isHeld(file)) {
          alive.add(owner);
        }
      }
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (!alive.contains(owner(file))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isHeld(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      return free == null;
    }
  }

  private static String owner(Path file) {
    String name = file.getFileName().toString();
    return name.length() < 36 ? name : name.substring(0, 36); // the length of a UUID
  }
}

package dev.hawser.storage;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The directories of the blobs: they come with the first blob and go with the last, and a name in
 * them is durable only after the directory has been synced, and every new directory above it.
 */
final class FolderTree {
  private static final int REMEMBERED = 10_000;
  private final Path root;

  /** Directories whose own names are known to be durable. */
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  /** Write side: directories may go. Read side: somebody relies on them. */
  private final ReentrantReadWriteLock going = new ReentrantReadWriteLock();

  FolderTree(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root);
    sync(root);
    sync(FolderNames.above(root));
  }

  /** Keeps directories of this process in place until the lock is released. */
  Lock keep() {
    return going.readLock();
  }

  /** Gives a written file its name, in one step, in place of the file that has it. */
  void move(Path file, Path target) throws IOException {
    while (true) {
      try {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (NoSuchFileException e) {
        if (!Files.exists(file)) {
          throw e;
        }
      }
      // It is the first of its directory, or another process removed that, which was empty.
      Files.createDirectories(FolderNames.above(target));
    }
  }

  /**
   * Makes durable which names are in the directory, and that it is where it is. A directory that is
   * gone was empty, so there is nothing to do.
   */
  void sync(Path directory) throws IOException {
    try {
      forceAll(directory);
    } catch (NoSuchFileException e) {
      durable.remove(directory);
    }
  }

  private void forceAll(Path directory) throws IOException {
    force(directory);
    if (durable.size() > REMEMBERED) {
      durable.clear();
    }
    for (Path at = directory; at.startsWith(root) && !at.equals(root); at = FolderNames.above(at)) {
      if (durable.contains(at)) {
        break;
      }
      force(FolderNames.above(at));
    }
    for (Path at = directory; at.startsWith(root) && durable.add(at); at = FolderNames.above(at)) {
      // remembered
    }
  }

  /**
   * Removes the directory, and those above it, as far as they are empty. Only tidiness is at stake,
   * so it gives up where it cannot.
   */
  void prune(Path directory) {
    try {
      if (!going.writeLock().tryLock(100, TimeUnit.MILLISECONDS)) {
        return; // an empty directory does no harm
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      for (Path at = directory; !at.equals(root); at = FolderNames.above(at)) {
        durable.remove(at);
        Files.deleteIfExists(at);
      }
    } catch (IOException e) {
      // still in use, or not ours to remove: both leave a directory that does no harm
    } finally {
      going.writeLock().unlock();
    }
  }

  /**
   * Syncs one directory. The names in it are visible already, so an interrupt must not keep them
   * from being durable.
   */
  static void force(Path directory) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

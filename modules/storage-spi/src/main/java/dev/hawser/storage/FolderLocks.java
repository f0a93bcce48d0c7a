package dev.hawser.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Locks that order the changes of one key, between threads and between processes that share the
 * folder. A file lock belongs to a process and is lost when the process closes <em>any</em> channel
 * of the file (POSIX), so a lock of this JVM is taken first: under it nobody else here has the file
 * open. The operating system drops the locks of a killed process.
 */
final class FolderLocks {
  private static final int STRIPES = 64;

  /** For all folders of this JVM; two folders that share one only wait for each other. */
  private static final ReentrantLock[] LOCAL =
      Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);

  private final Path folder;

  /**
   * @param folder by its real path, so that two names of it do not get two sets of locks
   */
  FolderLocks(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
  }

  /** Waits until the calling thread alone may change the key. */
  Held lock(BlobKey key) throws IOException {
    return lock(Math.floorMod(key.value().hashCode(), STRIPES));
  }

  /** Waits until nobody else opens or closes a store on this folder. */
  Held lockForOpening() throws IOException {
    return lock(STRIPES);
  }

  private Held lock(int stripe) throws IOException {
    ReentrantLock local = LOCAL[Math.floorMod(folder.hashCode() + stripe, LOCAL.length)];
    local.lock();
    try {
      return new Held(local, acquire(folder.resolve(Integer.toString(stripe))));
    } catch (IOException | RuntimeException e) {
      local.unlock();
      throw e;
    }
  }

  private static FileChannel acquire(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      var _ = channel.lock();
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** A lock until it is closed. */
  static final class Held implements AutoCloseable {
    private final ReentrantLock local;
    private final FileChannel file;

    private Held(ReentrantLock local, FileChannel file) {
      this.local = local;
      this.file = file;
    }

    @Override
    public void close() throws IOException {
      try {
        file.close();
      } finally {
        local.unlock();
      }
    }
  }
}

package dev.hawser.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says that this process, and no other, uses a data folder. Everything that may write there, or
 * stop processes that live there, asks for this lock as its proof. The operating system releases it
 * when the process dies, however it dies; the file {@code hawser.lock} itself stays.
 */
public final class DataFolderLock implements AutoCloseable {
  private static final String FILE = "hawser.lock";

  /**
   * Folders locked by this JVM. Asked before the file is opened: closing any descriptor of a file
   * gives up all POSIX locks that the process holds on it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private DataFolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Creates the folder when it is missing and locks it, without waiting.
   *
   * @throws EmbeddedServerException when another process (or another part of this one) uses the
   *     folder, with its process id; or when the folder cannot be created or written
   */
  public static DataFolderLock acquire(Path dataFolder) {
    Path folder = create(dataFolder);
    if (!HELD.add(folder)) {
      throw inUse(folder, Long.toString(ProcessHandle.current().pid()));
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve(FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(folder, ownerIn(channel));
      }
      channel.truncate(0);
      channel.write(utf8(Long.toString(ProcessHandle.current().pid())), 0);
      return new DataFolderLock(folder, channel);
    } catch (IOException e) {
      release(folder, channel);
      throw new EmbeddedServerException("Cannot lock the data folder " + folder + ": " + e, e);
    } catch (EmbeddedServerException e) {
      release(folder, channel);
      throw e;
    }
  }

  /** The locked folder, without symbolic links. */
  public Path folder() {
    return folder;
  }

  /** Idempotent. */
  @Override
  public void close() {
    release(folder, channel);
  }

  private static void release(Path folder, @Nullable FileChannel channel) {
    if (channel != null && !channel.isOpen()) {
      return; // closed before: the folder may be somebody else's by now
    }
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot release the lock on " + folder, e);
    } finally {
      HELD.remove(folder);
    }
  }

  private static Path create(Path dataFolder) {
    try {
      Files.createDirectories(dataFolder);
      return dataFolder.toRealPath();
    } catch (AccessDeniedException e) {
      throw new EmbeddedServerException(
          "The data folder %s cannot be created: no permission in %s"
              .formatted(dataFolder.toAbsolutePath(), e.getFile()),
          e);
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "The data folder %s cannot be created: %s".formatted(dataFolder.toAbsolutePath(), e), e);
    }
  }

  private static EmbeddedServerException inUse(Path folder, String owner) {
    return new EmbeddedServerException(
        ("The data folder %s is in use by process %s. Stop that process, or give this one a data"
                + " folder of its own.")
            .formatted(folder, owner));
  }

  /** The holder may be about to write its id. */
  private static String ownerIn(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(20);
    channel.read(content, 0);
    String owner = StandardCharsets.UTF_8.decode(content.flip()).toString().trim();
    return owner.isEmpty() ? "(unknown, it is just starting)" : owner;
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}

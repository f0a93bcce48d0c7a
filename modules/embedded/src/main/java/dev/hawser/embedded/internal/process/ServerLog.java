package dev.hawser.embedded.internal.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** The file that a server's output goes to, and what can be read from it about a failure. */
public final class ServerLog {
  private static final long MAX_SIZE = 8 << 20;
  private static final int TAIL = 16 << 10;
  private static final long FULL = 4 << 20;
  private static final List<String> BAD_SIGNS =
      List.of("panic", "fatal", "error", "could not", "can't", "failed", "denied", "no space");

  private final Path file;
  private volatile long mark;

  public ServerLog(Path file) {
    this.file = file;
  }

  public Path file() {
    return file;
  }

  /**
   * Prepares for one start: what is in the file from here on is about that start. A file that has
   * grown large is kept aside as {@code .1}.
   */
  public void beginStart() throws IOException {
    if (Files.notExists(file)) {
      Files.createFile(file);
    } else if (Files.size(file) > MAX_SIZE) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
      Files.createFile(file);
    }
    mark = Files.size(file);
  }

  /** Why the server probably failed since the last start began, in one line for the operator. */
  public String explain() {
    return "%s%s (log: %s)".formatted(diskFull(), lastComplaint(), file);
  }

  /** The server may be unable to log that it cannot write, so the file system is asked. */
  private String diskFull() {
    try {
      long free = Files.getFileStore(Folders.parentOf(file)).getUsableSpace();
      return free > FULL
          ? ""
          : "the disk is full (%d KiB free in %s); ".formatted(free >> 10, Folders.parentOf(file));
    } catch (IOException e) {
      return "the disk cannot be asked for free space (%s); ".formatted(e);
    }
  }

  private String lastComplaint() {
    List<String> lines = tail().lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return "it wrote nothing into its log";
    }
    return lines.reversed().stream()
        .filter(line -> BAD_SIGNS.stream().anyMatch(line.toLowerCase(Locale.ROOT)::contains))
        .findFirst()
        .orElse(lines.getLast())
        .strip();
  }

  private String tail() {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long from = Math.max(Math.min(mark, channel.size()), channel.size() - TAIL);
      ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
      while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
        // until the buffer is full or the file ends
      }
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    } catch (IOException e) {
      return "the log cannot be read: " + e;
    }
  }
}

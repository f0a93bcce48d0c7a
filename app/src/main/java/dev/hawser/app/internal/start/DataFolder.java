package dev.hawser.app.internal.start;

import dev.hawser.app.internal.failure.OperatorError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks that a folder of ours can be used, before anything relies on it. */
public final class DataFolder {
  private static final long LEAST_FREE = 64L << 20;
  private static final String REMEDY =
      "Give the user that runs Hawser the right to write there, or choose another folder with %s.";

  private DataFolder() {}

  /**
   * Creates the folder if it is missing, and writes to it for real.
   *
   * @param setting the setting that names it, for messages
   * @throws OperatorError when it cannot be used
   */
  public static void check(Path folder, String setting) {
    try {
      Files.createDirectories(folder);
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < LEAST_FREE) {
        throw full(folder, free, setting, null);
      }
      Path probe = Files.createTempFile(folder, ".writable", null);
      try {
        Files.write(probe, new byte[4_096]);
      } finally {
        Files.delete(probe);
      }
    } catch (AccessDeniedException e) {
      throw new OperatorError(
          "The folder %s cannot be written: no permission for %s".formatted(folder, e.getFile()),
          REMEDY.formatted(setting),
          e);
    } catch (FileAlreadyExistsException e) {
      throw new OperatorError(
          "%s is not a folder".formatted(e.getFile()),
          "Choose another folder with " + setting + ".",
          e);
    } catch (IOException e) {
      if (isFull(e)) {
        throw full(folder, 0, setting, e);
      }
      throw new OperatorError(
          "The folder %s cannot be written: %s".formatted(folder, e.getMessage()),
          REMEDY.formatted(setting),
          e);
    }
  }

  /** Whether an error means that a disk or a quota is full. */
  static boolean isFull(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      String message = String.valueOf(e.getMessage());
      if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
        return true;
      }
    }
    return false;
  }

  private static OperatorError full(
      Path folder, long free, String setting, @Nullable Throwable cause) {
    return new OperatorError(
        "The disk of %s is full: %d MiB are free, %d MiB are needed at least"
            .formatted(folder, free >> 20, LEAST_FREE >> 20),
        "Make room there, or choose another folder with " + setting + ".",
        cause);
  }
}

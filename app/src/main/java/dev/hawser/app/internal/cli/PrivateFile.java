package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.failure.OperatorError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A new file that its owner alone can read. It is made before what goes into it, so that a secret
 * that is shown once has a place; closed without having been written, it is gone.
 */
final class PrivateFile implements AutoCloseable {
  private final Path path;
  private boolean written;

  private PrivateFile(Path path) {
    this.path = path;
  }

  /**
   * Null for no path.
   *
   * @throws OperatorError when it cannot be made
   */
  static @Nullable PrivateFile create(@Nullable Path path) {
    if (path == null) {
      return null;
    }
    try {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return new PrivateFile(path);
    } catch (IOException e) {
      throw new OperatorError(
          "The file " + path + " cannot be made: " + e, "Name another one with --out.", e);
    }
  }

  /**
   * @throws OperatorError when the disk does not take it
   */
  void write(String text) {
    try {
      Files.writeString(path, text);
      written = true;
    } catch (IOException e) {
      throw new OperatorError(
          "The private key was not written: " + e, "Delete that key and create another.", e);
    }
  }

  @Override
  public void close() {
    try {
      if (!written) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

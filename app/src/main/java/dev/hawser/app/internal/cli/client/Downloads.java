package dev.hawser.app.internal.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Saves what comes over the network. */
final class Downloads {
  private Downloads() {}

  /** Writes a file beside its place first, so that a broken transfer leaves nothing there. */
  static long save(InputStream in, Path target) throws IOException {
    Path absolute = target.toAbsolutePath();
    Path part = Files.createTempFile(absolute.getParent(), ".hawser-", ".part");
    try {
      long size;
      try (var out = Files.newOutputStream(part)) {
        size = in.transferTo(out);
      }
      Files.move(part, absolute);
      return size;
    } finally {
      Files.deleteIfExists(part);
    }
  }
}

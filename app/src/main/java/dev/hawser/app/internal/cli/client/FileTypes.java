package dev.hawser.app.internal.cli.client;

import java.net.URLConnection;
import java.util.Objects;

/** Guesses the media type of a file by its name. */
final class FileTypes {
  private FileTypes() {}

  static String of(String name) {
    String type = URLConnection.getFileNameMap().getContentTypeFor(name);
    return Objects.requireNonNullElse(type, "application/octet-stream");
  }
}

package dev.hawser.identity.internal.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** What the first bytes of a file say that it is; what its sender says does not count. */
enum ImageFormat {
  PNG("png"),
  JPEG("jpeg"),
  GIF("gif");

  private final String readerName;

  ImageFormat(String readerName) {
    this.readerName = readerName;
  }

  /** By what name the JDK finds its decoder. */
  String readerName() {
    return readerName;
  }

  static ImageFormat of(byte[] bytes) throws RefusedImageException {
    String start = new String(bytes, 0, Math.min(bytes.length, 16), ISO_8859_1);
    if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
      return GIF;
    }
    if (bytes.length == 0) {
      throw new RefusedImageException("is empty");
    }
    boolean webp = start.startsWith("RIFF") && start.startsWith("WEBP", 8);
    throw new RefusedImageException(
        (webp ? "is a WebP image" : "is not an image that this server reads")
            + "; send PNG, JPEG or GIF");
  }
}

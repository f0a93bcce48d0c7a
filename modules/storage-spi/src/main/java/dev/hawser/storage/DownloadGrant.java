package dev.hawser.storage;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What a signed download gives, and for how long. Who has the request cannot change any of it.
 *
 * @param validity from one second to {@link BlobUrlSigner#MAX_VALIDITY}
 * @param fileName under which a browser saves the blob instead of showing it; without it the store
 *     says nothing about that. At most {@value #MAX_FILE_NAME} UTF-16 units of any text.
 * @param contentType what the answer says instead of the blob's own type
 */
public record DownloadGrant(
    Duration validity, Optional<String> fileName, Optional<String> contentType) {
  public static final int MAX_FILE_NAME = 255;

  private static final String HEX = "0123456789ABCDEF";
  private static final String UNRESERVED = "-._~";

  /**
   * @throws IllegalArgumentException when a value is out of its limits
   */
  public DownloadGrant {
    checkValidity(validity);
    contentType.ifPresent(PutOptions::checkContentType);
    if (fileName.filter(name -> name.isEmpty() || name.length() > MAX_FILE_NAME).isPresent()) {
      throw new IllegalArgumentException(
          "a file name has 1 to %d characters, not %d"
              .formatted(MAX_FILE_NAME, fileName.get().length()));
    }
  }

  /** The blob as it is. */
  public static DownloadGrant of(Duration validity) {
    return new DownloadGrant(validity, Optional.empty(), Optional.empty());
  }

  public DownloadGrant withFileName(String name) {
    return new DownloadGrant(validity, Optional.of(name), contentType);
  }

  public DownloadGrant withContentType(String type) {
    return new DownloadGrant(validity, fileName, Optional.of(type));
  }

  /** The header of that name which the answer is to have. */
  public Optional<String> contentDisposition() {
    return fileName.map(DownloadGrant::attachment);
  }

  /**
   * The header {@code Content-Disposition} of an answer that is a file to keep (RFC 6266).
   * Printable ASCII whatever the name is: the exact name is percent-encoded, the plain one for old
   * clients has {@code _} for what does not fit.
   */
  public static String attachment(String fileName) {
    StringBuilder plain = new StringBuilder();
    StringBuilder encoded = new StringBuilder();
    for (byte b : fileName.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xFF;
      boolean kept =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || UNRESERVED.indexOf(c) >= 0;
      if (kept) {
        encoded.append((char) c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    fileName
        .codePoints()
        .forEach(c -> plain.append(c >= ' ' && c < 0x7F && c != '"' && c != '\\' ? (char) c : '_'));
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
  }

  static void checkValidity(Duration validity) {
    if (validity.compareTo(Duration.ofSeconds(1)) < 0
        || validity.compareTo(BlobUrlSigner.MAX_VALIDITY) > 0) {
      throw new IllegalArgumentException("validity must be one second to seven days: " + validity);
    }
  }
}

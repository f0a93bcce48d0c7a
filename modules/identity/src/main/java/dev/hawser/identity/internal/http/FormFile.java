package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one part, named {@code file}, of a form in memory (RFC 7578, RFC 2046 section 5.1). A form
 * with other parts, or with none, is not one.
 */
final class FormFile {
  private static final Pattern BOUNDARY =
      Pattern.compile(
          ";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME =
      Pattern.compile(";\\s*name=(?:\"file\"|file(?=[;\\s]|$))", Pattern.CASE_INSENSITIVE);
  private static final String DISPOSITION = "content-disposition: form-data";
  private static final String END_OF_HEADERS = "\r\n\r\n";
  private static final int MAX_HEADERS = 8_192;

  private FormFile() {}

  static boolean isForm(String contentType) {
    return contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  /** The bytes of the part; empty when the body is not such a form. */
  static Optional<byte[]> find(byte[] body, String contentType) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      return Optional.empty();
    }
    String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    byte[] delimiter = ("\r\n--" + text).getBytes(ISO_8859_1);
    // The first delimiter may stand at the very start, without the line break before it.
    int first = startsWith(body, delimiter) ? delimiter.length - 2 : -1;
    if (first < 0) {
      int at = indexOf(body, delimiter, 0);
      if (at < 0) {
        return Optional.empty();
      }
      first = at + delimiter.length;
    }
    int headersEnd = indexOf(body, END_OF_HEADERS.getBytes(ISO_8859_1), first);
    if (headersEnd < 0 || headersEnd - first > MAX_HEADERS) {
      return Optional.empty();
    }
    int start = headersEnd + END_OF_HEADERS.length();
    int end = indexOf(body, delimiter, start);
    String headers = new String(body, first, headersEnd - first, ISO_8859_1);
    boolean last =
        end >= 0
            && end + delimiter.length + 2 <= body.length
            && body[end + delimiter.length] == '-'
            && body[end + delimiter.length + 1] == '-';
    return last && isFile(headers)
        ? Optional.of(Arrays.copyOfRange(body, start, end))
        : Optional.empty();
  }

  private static boolean isFile(String headers) {
    for (String line : headers.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith(DISPOSITION)) {
        return NAME.matcher(line.substring(DISPOSITION.length())).find();
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] body, byte[] delimiter) {
    int length = delimiter.length - 2;
    return body.length >= length && Arrays.equals(body, 0, length, delimiter, 2, delimiter.length);
  }

  private static int indexOf(byte[] body, byte[] wanted, int from) {
    for (int at = from; at <= body.length - wanted.length; at++) {
      if (body[at] == wanted[0]
          && Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }
}

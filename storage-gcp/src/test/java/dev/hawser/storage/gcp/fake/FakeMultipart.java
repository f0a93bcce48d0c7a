package dev.hawser.storage.gcp.fake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bodies of several parts. */
final class FakeMultipart {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");

  private FakeMultipart() {}

  /** A part: lines of headers, and what follows them. */
  record Part(List<String> headers, byte[] bytes) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    Optional<String> header(String name) {
      String start = name.toLowerCase(java.util.Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst();
    }
  }

  static List<Part> parse(String contentType, byte[] body) throws FakeRefusal {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw FakeRefusal.invalid("no boundary in " + contentType);
    }
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String line = "--" + boundary.group(1);
    List<Part> parts = new ArrayList<>();
    int start = text.indexOf(line);
    for (int end = text.indexOf("\r\n" + line, start); end >= 0; ) {
      parts.add(split(text.substring(text.indexOf("\r\n", start) + 2, end)));
      start = end + 2;
      end = text.indexOf("\r\n" + line, start);
    }
    if (!text.startsWith(line + "--", start)) {
      throw FakeRefusal.invalid("the last part has no end");
    }
    return parts;
  }

  /** What is before the first empty line, and what is behind it. */
  static Part split(String text) {
    int end = text.startsWith("\r\n") ? 0 : text.indexOf("\r\n\r\n");
    String head = end < 0 ? text : text.substring(0, end);
    String rest = end < 0 ? "" : text.substring(Math.min(text.length(), end + (end == 0 ? 2 : 4)));
    return new Part(List.of(head.split("\r\n")), rest.getBytes(StandardCharsets.ISO_8859_1));
  }
}

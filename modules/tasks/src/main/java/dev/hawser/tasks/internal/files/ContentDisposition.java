package dev.hawser.tasks.internal.files;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The header of that name (RFC 6266 for answers, RFC 7578 for form fields).
 *
 * @param kind {@code attachment}, {@code form-data} or another, in lower case
 * @param parameters by name in lower case; {@code filename*} is decoded and stands as {@code
 *     filename}
 */
public record ContentDisposition(String kind, Map<String, String> parameters) {
  public ContentDisposition {
    parameters = Map.copyOf(parameters);
  }

  public @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  /** Reads a header; empty when it does not have the form. */
  public static Optional<ContentDisposition> parse(String header) {
    int semicolon = header.indexOf(';');
    String kind = (semicolon < 0 ? header : header.substring(0, semicolon)).strip();
    if (kind.isEmpty() || kind.indexOf('"') >= 0 || kind.indexOf('=') >= 0) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    int at = semicolon < 0 ? header.length() : semicolon + 1;
    String extended = null;
    while (at < header.length()) {
      int equals = header.indexOf('=', at);
      if (equals < 0) {
        return header.substring(at).isBlank()
            ? Optional.of(new ContentDisposition(kind.toLowerCase(Locale.ROOT), parameters))
            : Optional.empty();
      }
      String name = header.substring(at, equals).strip().toLowerCase(Locale.ROOT);
      StringBuilder value = new StringBuilder();
      at = value(header, equals + 1, value);
      if (at < 0 || name.isEmpty() || parameters.containsKey(name)) {
        return Optional.empty();
      }
      if (name.equals("filename*")) {
        extended = extended(value.toString());
        if (extended == null) {
          return Optional.empty();
        }
      } else {
        parameters.put(name, value.toString());
      }
    }
    if (extended != null) {
      parameters.put("filename", extended);
    }
    return Optional.of(new ContentDisposition(kind.toLowerCase(Locale.ROOT), parameters));
  }

  /**
   * Reads a token or a quoted text. Only a quote can be escaped with a backslash: browsers write
   * other backslashes as they are.
   *
   * @return where the next parameter begins; -1 when a quote is not closed
   */
  private static int value(String header, int start, StringBuilder value) {
    int at = start;
    while (at < header.length() && header.charAt(at) == ' ') {
      at++;
    }
    if (at >= header.length() || header.charAt(at) != '"') {
      int end = header.indexOf(';', at);
      value.append(header.substring(at, end < 0 ? header.length() : end).strip());
      return end < 0 ? header.length() : end + 1;
    }
    for (at++; at < header.length(); at++) {
      char c = header.charAt(at);
      if (c == '"') {
        int end = header.indexOf(';', at);
        String behind = header.substring(at + 1, end < 0 ? header.length() : end);
        return behind.isBlank() ? (end < 0 ? header.length() : end + 1) : -1;
      }
      boolean escapes = c == '\\' && at + 1 < header.length() && header.charAt(at + 1) == '"';
      value.append(escapes ? header.charAt(++at) : c);
    }
    return -1;
  }

  /** {@code UTF-8''%e2%82%ac%20rates} (RFC 8187); null when it is not that. */
  private static @Nullable String extended(String text) {
    int first = text.indexOf('\'');
    int second = first < 0 ? -1 : text.indexOf('\'', first + 1);
    if (second < 0 || !text.substring(0, first).equalsIgnoreCase("UTF-8")) {
      return null;
    }
    return percentDecoded(text.substring(second + 1));
  }

  /** The text that percent-encoded UTF-8 stands for; null when it is not well-formed. */
  public static @Nullable String percentDecoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes.write(raw[i]);
        continue;
      }
      int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return null;
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}

package dev.hawser.workflows.internal.source;

import dev.hawser.workflows.internal.source.Node.Position;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** What a definition may be written in. */
public enum SourceFormat {
  JSON,
  YAML;

  /** Deeper documents are refused before anybody looks at their meaning. */
  static final int MAX_DEPTH = 200;

  /** As many values as one document may have. */
  static final int MOST_NODES = 100_000;

  private static final int LONGEST_NAME = 1000;

  /**
   * Reads one document from UTF-8 bytes.
   *
   * @throws MalformedDocumentException at the first place that is not well formed
   */
  public Node read(byte[] utf8) throws MalformedDocumentException {
    String text = text(utf8);
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (content.isBlank()) {
      throw new MalformedDocumentException("the document is empty", null);
    }
    int nul = content.indexOf('\0');
    if (nul >= 0) {
      throw new MalformedDocumentException(
          "the document has a character with the code 0; it must be UTF-8 text without such",
          position(content.substring(0, nul)));
    }
    return this == JSON ? JsonSource.read(content) : YamlSource.read(content);
  }

  private static String text(byte[] bytes) throws MalformedDocumentException {
    refuseOtherEncodings(bytes);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult end = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    String text = out.flip().toString();
    if (end.isError()) {
      throw new MalformedDocumentException(
          "the document is not UTF-8 text: the byte 0x%02X cannot stand here"
              .formatted(bytes[in.position()]),
          position(text));
    }
    return text;
  }

  private static void refuseOtherEncodings(byte[] bytes) throws MalformedDocumentException {
    int first = bytes.length < 2 ? 0 : ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
    boolean nulls = bytes.length >= 4 && (bytes[0] == 0 || bytes[1] == 0);
    if (first == 0xFEFF || first == 0xFFFE || nulls) {
      throw new MalformedDocumentException(
          "the document is in UTF-16 or UTF-32; save it in the encoding UTF-8", null);
    }
  }

  /** Names are repeated in every message about what they name. */
  static void checkName(String name, Position at) throws MalformedDocumentException {
    if (name.length() > LONGEST_NAME) {
      throw new MalformedDocumentException(
          "a field has a name of "
              + name.length()
              + " characters, at most "
              + LONGEST_NAME
              + " are allowed",
          at);
    }
  }

  /** The place behind a text. */
  static Position position(String before) {
    int start = before.lastIndexOf('\n') + 1;
    int lines = (int) before.chars().filter(c -> c == '\n').count();
    return new Position(lines + 1, before.length() - start + 1);
  }
}

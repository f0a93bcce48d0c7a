package dev.hawser.workflows.internal.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What a definition may be written in. */
public enum SourceFormat {
  JSON,
  YAML;

  /** Deeper documents are refused before anybody looks at their meaning. */
  static final int MAX_DEPTH = 200;

  /**
   * Reads one document from UTF-8 bytes.
   *
   * @throws MalformedDocumentException at the first place that is not well formed
   */
  public Node read(byte[] utf8) throws MalformedDocumentException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedDocumentException("the document is not UTF-8 text", null);
    }
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (content.isBlank()) {
      throw new MalformedDocumentException("the document is empty", null);
    }
    return this == JSON ? JsonSource.read(content) : YamlSource.read(content);
  }
}

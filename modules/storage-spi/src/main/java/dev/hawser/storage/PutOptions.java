package dev.hawser.storage;

import java.util.Map;

/**
 * How a blob is put.
 *
 * @param contentType a media type of at most 255 printable ASCII characters
 * @param metadata names are 1 to 64 characters of {@code a-z 0-9} and start with a letter; values
 *     are printable ASCII, not empty, without a space at either end; all names and values together
 *     at most {@value #MAX_METADATA} characters. That is what all clouds keep unchanged, less what
 *     a store needs for its own write id.
 * @param condition what must hold
 */
public record PutOptions(String contentType, Map<String, String> metadata, PutCondition condition) {
  public static final int MAX_METADATA = 1_900;

  /** Bytes without a type or metadata, stored whatever is there. */
  public static final PutOptions DEFAULT =
      new PutOptions("application/octet-stream", Map.of(), PutCondition.ALWAYS);

  /**
   * @throws IllegalArgumentException when the content type or the metadata is out of its limits
   */
  public PutOptions {
    checkContentType(contentType);
    metadata = Map.copyOf(metadata);
    int total = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      checkName(entry.getKey());
      checkValue(entry.getKey(), entry.getValue());
      total += entry.getKey().length() + entry.getValue().length();
    }
    if (total > MAX_METADATA) {
      throw new IllegalArgumentException(
          "metadata of " + total + " characters; at most " + MAX_METADATA + " are allowed");
    }
  }

  public PutOptions withContentType(String type) {
    return new PutOptions(type, metadata, condition);
  }

  public PutOptions withMetadata(Map<String, String> data) {
    return new PutOptions(contentType, data, condition);
  }

  public PutOptions withCondition(PutCondition when) {
    return new PutOptions(contentType, metadata, when);
  }

  static void checkContentType(String type) {
    if (type.length() > 255 || type.indexOf('/') < 1 || !isTrimmedAscii(type)) {
      throw new IllegalArgumentException("not a content type: " + type);
    }
  }

  private static void checkName(String name) {
    boolean valid = name.length() <= 64 && !name.isEmpty() && isLetter(name.charAt(0));
    for (int i = 0; valid && i < name.length(); i++) {
      char c = name.charAt(i);
      valid = isLetter(c) || (c >= '0' && c <= '9');
    }
    if (!valid) {
      throw new IllegalArgumentException("not a metadata name: " + name);
    }
  }

  private static void checkValue(String name, String value) {
    if (value.isEmpty() || !isTrimmedAscii(value)) {
      throw new IllegalArgumentException(
          "the value of metadata " + name + " must be printable ASCII, not empty and trimmed");
    }
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isTrimmedAscii(String text) {
    return text.strip().length() == text.length()
        && text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E);
  }
}

package dev.hawser.tasks.internal.payload;

import java.util.regex.Pattern;

/**
 * Names a value of an execution that is a blob of its own. Equal references of one execution are
 * equal values.
 *
 * @param name the SHA-256 of the value's JSON, 64 lower-case hexadecimal digits; with the execution
 *     it makes the key
 * @param size of the JSON in bytes, at least 1
 */
public record PayloadRef(String name, long size) {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException when this is no reference
   */
  public PayloadRef {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a payload");
    }
    if (size < 1) {
      throw new IllegalArgumentException("a payload has at least one byte: " + size);
    }
  }
}

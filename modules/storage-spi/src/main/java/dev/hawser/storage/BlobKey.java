package dev.hawser.storage;

import java.util.Optional;

/**
 * The name of a blob: segments separated by {@code /}. A segment is 1 to {@value
 * #MAX_SEGMENT_LENGTH} characters of {@code A-Z a-z 0-9 - _ . =} and does not end with a dot; the
 * key is at most {@value #MAX_LENGTH} characters. That is what S3, Azure, Google Cloud Storage and
 * file systems all keep unchanged, with room for a prefix of up to 124 characters below the clouds'
 * limit of 1,024 bytes. Case matters. Names that people choose belong in the metadata, not in the
 * key.
 *
 * <p>The order of keys is that of their characters; since these are ASCII it is also the order of
 * their bytes, which is what the clouds list by. Deep trees of small directories list fast in the
 * folder store, so spread many blobs over segments (a day, a project).
 */
public record BlobKey(String value) implements Comparable<BlobKey> {
  public static final int MAX_LENGTH = 900;
  public static final int MAX_SEGMENT_LENGTH = 120;

  /**
   * @throws IllegalArgumentException when the text is not a key; the message says why
   */
  public BlobKey {
    Optional<String> problem = problem(value);
    if (problem.isPresent()) {
      throw new IllegalArgumentException("not a blob key: " + problem.get());
    }
  }

  /** Why the text is not a key; empty when it is one. */
  public static Optional<String> problem(String text) {
    if (text.isEmpty()) {
      return Optional.of("it is empty");
    }
    if (text.length() > MAX_LENGTH) {
      return Optional.of("longer than " + MAX_LENGTH + " characters");
    }
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '/') {
        if (i == start) {
          return Optional.of("empty segment at " + i);
        }
        if (i - start > MAX_SEGMENT_LENGTH) {
          return Optional.of("segment longer than " + MAX_SEGMENT_LENGTH + " at " + start);
        }
        if (text.charAt(i - 1) == '.') {
          return Optional.of("segment ends with a dot at " + (i - 1));
        }
        start = i + 1;
      } else if (!isAllowed(text.charAt(i))) {
        return Optional.of("character U+%04X at %d".formatted((int) text.charAt(i), i));
      }
    }
    return Optional.empty();
  }

  static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '=';
  }

  @Override
  public int compareTo(BlobKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

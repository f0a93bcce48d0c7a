package dev.hawser.storage;

/**
 * The beginning of keys: any text that a valid {@link BlobKey} can start with. It may end within a
 * segment ({@code logs/2026-} finds {@code logs/2026-11}); the empty one matches everything.
 */
public record BlobPrefix(String value) {
  public static final BlobPrefix ALL = new BlobPrefix("");

  /**
   * @throws IllegalArgumentException when no key can start with the text
   */
  public BlobPrefix {
    // One more character makes it a key, unless it has no room for that or never was one.
    String example = value.length() < BlobKey.MAX_LENGTH ? value + "a" : value;
    int segment = value.length() - value.lastIndexOf('/') - 1;
    if (segment == BlobKey.MAX_SEGMENT_LENGTH) {
      example = value;
    }
    BlobKey.problem(example)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("no blob key starts like this: " + problem);
            });
  }

  public boolean matches(BlobKey key) {
    return key.value().startsWith(value);
  }

  @Override
  public String toString() {
    return value;
  }
}

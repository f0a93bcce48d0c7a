package dev.hawser.storage;

/**
 * The version of a blob, as its store writes it: opaque, without quotes, compared by equality only.
 * A put of other bytes gives another tag; a put of the same bytes may or may not.
 */
public record ETag(String value) {
  public ETag {
    if (value.isEmpty() || value.length() > 256) {
      throw new IllegalArgumentException("an etag has 1 to 256 characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

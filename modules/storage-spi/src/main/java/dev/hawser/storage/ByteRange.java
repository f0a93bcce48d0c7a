package dev.hawser.storage;

import java.util.OptionalLong;

/**
 * Which bytes of a blob are wanted.
 *
 * @param offset of the first byte, from 0
 * @param length at least 1; empty means up to the end
 */
public record ByteRange(long offset, OptionalLong length) {
  public static final ByteRange ALL = from(0);

  public ByteRange {
    if (offset < 0 || (length.isPresent() && length.getAsLong() < 1)) {
      throw new IllegalArgumentException(
          "a range starts at 0 or later and has at least one byte: " + offset + ", " + length);
    }
  }

  /** Everything from the offset to the end. */
  public static ByteRange from(long offset) {
    return new ByteRange(offset, OptionalLong.empty());
  }

  /** So many bytes from the offset, fewer when the blob ends before. */
  public static ByteRange of(long offset, long length) {
    return new ByteRange(offset, OptionalLong.of(length));
  }

  /**
   * How many bytes of a blob of this size the range covers.
   *
   * @throws BlobException.Rejected when it starts at or behind the end of a blob that is not empty,
   *     or behind the start of an empty one
   */
  public long lengthIn(long size) {
    if (offset > 0 && offset >= size) {
      throw new BlobException.Rejected(
          "the range starts at byte " + offset + " of a blob of " + size + " bytes", null);
    }
    long rest = size - offset;
    return Math.min(rest, length.orElse(rest));
  }
}

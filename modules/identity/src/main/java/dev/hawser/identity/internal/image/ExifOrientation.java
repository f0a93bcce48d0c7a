package dev.hawser.identity.internal.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/** The one thing of EXIF that is used: how the camera was held (Exif 2.32, tag 0x0112). */
final class ExifOrientation {
  static final String HEAD = "Exif\0\0";
  private static final int TAG = 0x0112;
  private static final int TYPE_SHORT = 3;
  private static final int ENTRY = 12;

  private ExifOrientation() {}

  /**
   * Reads what is behind the {@link #HEAD} of a segment.
   *
   * @return 1 to 8; empty when the segment does not say it in a form that can be read
   */
  static OptionalInt read(byte[] file, int from, int to) {
    int start = from + HEAD.length();
    if (to - start < 8) {
      return OptionalInt.empty();
    }
    ByteBuffer tiff = ByteBuffer.wrap(file, start, to - start).slice();
    short order = tiff.getShort(0);
    if (order == 0x4949) {
      tiff.order(ByteOrder.LITTLE_ENDIAN);
    } else if (order != 0x4D4D) {
      return OptionalInt.empty();
    }
    long directory = Integer.toUnsignedLong(tiff.getInt(4));
    if (directory + 2 > tiff.limit()) {
      return OptionalInt.empty();
    }
    int entries = Short.toUnsignedInt(tiff.getShort((int) directory));
    for (int i = 0; i < entries; i++) {
      long at = directory + 2 + (long) i * ENTRY;
      if (at + ENTRY > tiff.limit()) {
        return OptionalInt.empty();
      }
      int entry = (int) at;
      if (tiff.getShort(entry) == TAG && tiff.getShort(entry + 2) == TYPE_SHORT) {
        int value = Short.toUnsignedInt(tiff.getShort(entry + 8));
        return value >= 1 && value <= 8 ? OptionalInt.of(value) : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }
}

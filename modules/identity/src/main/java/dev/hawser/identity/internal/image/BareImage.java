package dev.hawser.identity.internal.image;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * What is left of a file when everything is taken out that its pixels do not need: comments,
 * metadata, colour profiles, thumbnails, further frames, whatever hangs behind the end. Only this
 * reaches a decoder.
 *
 * @param bytes a complete file of the format
 * @param width in pixels, as its header says
 * @param height in pixels, as its header says
 * @param orientation of EXIF, 1 to 8; 1 when nothing is said
 * @param wholeInMemory whether its decoder holds all of it, however small the result is
 */
record BareImage(
    ImageFormat format,
    byte[] bytes,
    int width,
    int height,
    int orientation,
    boolean wholeInMemory) {
  /** More are refused before anything is decoded. */
  static final int MAX_PIXELS = 25_000_000;

  static final int MAX_SIDE = 16_384;

  static BareImage of(byte[] file) throws RefusedImageException {
    ImageFormat format = ImageFormat.of(file);
    try {
      return switch (format) {
        case PNG -> PngFile.bare(file);
        case JPEG -> JpegFile.bare(file);
        case GIF -> GifFile.bare(file);
      };
    } catch (IndexOutOfBoundsException e) {
      throw incomplete(); // a length in the file leads behind its end
    }
  }

  static void checkSize(long width, long height) throws RefusedImageException {
    if (width < 1 || height < 1) {
      throw new RefusedImageException("has no pixels");
    }
    if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
      throw new RefusedImageException(
          "has "
              + width
              + " x "
              + height
              + " pixels; at most "
              + MAX_PIXELS / 1_000_000
              + " million are allowed, and "
              + MAX_SIDE
              + " on each side");
    }
  }

  static RefusedImageException incomplete() {
    return new RefusedImageException("is not a complete image: it is cut off or damaged");
  }

  /** Collects the parts of a file that are kept. */
  static final class Parts {
    private final byte[] file;
    private final ByteArrayOutputStream out;

    Parts(byte[] file) {
      this.file = file;
      this.out = new ByteArrayOutputStream(file.length);
    }

    Parts keep(int from, int to) {
      Objects.checkFromToIndex(from, to, file.length);
      out.write(file, from, to - from);
      return this;
    }

    Parts add(int value) {
      out.write(value);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    byte[] bytesAfter(byte[] start) {
      byte[] all = Arrays.copyOf(start, start.length + out.size());
      System.arraycopy(out.toByteArray(), 0, all, start.length, out.size());
      return all;
    }
  }

  static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xFF;
  }

  static int u16(byte[] bytes, int at) {
    return u8(bytes, at) << 8 | u8(bytes, at + 1);
  }
}

package dev.hawser.identity.internal.image;

import static dev.hawser.identity.internal.image.BareImage.u8;

/** The blocks of a GIF file (GIF89a specification, 1990) up to the end of its first frame. */
final class GifFile {
  private static final int HEAD = 13; // signature and logical screen
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int FRAME = 0x2C;
  private static final int FRAME_HEAD = 10;
  private static final int TRAILER = 0x3B;

  private GifFile() {}

  static BareImage bare(byte[] file) throws RefusedImageException {
    BareImage.checkSize(u16(file, 6), u16(file, 8));
    int at = HEAD + colorTable(u8(file, 10));
    BareImage.Parts parts = new BareImage.Parts(file).keep(0, at);
    while (u8(file, at) == EXTENSION) {
      int end = endOfBlocks(file, at + 2);
      if (u8(file, at + 1) == GRAPHIC_CONTROL) { // it says which colour is transparent
        parts.keep(at, end);
      }
      at = end;
    }
    if (u8(file, at) != FRAME) {
      throw BareImage.incomplete();
    }
    int width = u16(file, at + 5);
    int height = u16(file, at + 7);
    BareImage.checkSize(width, height);
    int data = at + FRAME_HEAD + colorTable(u8(file, at + 9));
    int end = endOfBlocks(file, data + 1); // one byte says how long the first codes are
    int next = u8(file, end);
    if (next != TRAILER && next != EXTENSION && next != FRAME) {
      throw BareImage.incomplete();
    }
    byte[] bytes = parts.keep(at, end).add(TRAILER).bytes();
    return new BareImage(ImageFormat.GIF, bytes, width, height, 1, false);
  }

  private static int colorTable(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  /** Blocks start with their length; the one of length 0 is the last. */
  private static int endOfBlocks(byte[] file, int from) {
    int at = from;
    while (u8(file, at) != 0) {
      at += 1 + u8(file, at);
    }
    return at + 1;
  }

  private static int u16(byte[] bytes, int at) {
    return u8(bytes, at) | u8(bytes, at + 1) << 8;
  }
}

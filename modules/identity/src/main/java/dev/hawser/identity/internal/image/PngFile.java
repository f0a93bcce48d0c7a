package dev.hawser.identity.internal.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.CRC32;

/** The chunks of a PNG file (PNG specification, third edition, chapters 5 and 11). */
final class PngFile {
  private static final int SIGNATURE = 8;
  private static final int AROUND = 12; // length, type and checksum of a chunk
  private static final int IHDR_LENGTH = 13;
  private static final Set<String> KEPT = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  private PngFile() {}

  static BareImage bare(byte[] file) throws RefusedImageException {
    BareImage.Parts parts = new BareImage.Parts(file).keep(0, SIGNATURE);
    ByteBuffer in = ByteBuffer.wrap(file);
    int width = 0;
    int height = 0;
    int at = SIGNATURE;
    String type = "";
    while (!type.equals("IEND")) {
      int length = in.getInt(at);
      if (length < 0 || length > file.length - at - AROUND) {
        throw BareImage.incomplete();
      }
      boolean first = type.isEmpty();
      type = new String(file, at + 4, 4, ISO_8859_1);
      if (first != type.equals("IHDR") || (first && length != IHDR_LENGTH)) {
        throw BareImage.incomplete();
      }
      if (first) {
        width = in.getInt(at + 8);
        height = in.getInt(at + 12);
        BareImage.checkSize(width, height);
      }
      if (KEPT.contains(type)) {
        checkSum(file, at, length);
        parts.keep(at, at + AROUND + length);
      }
      at += AROUND + length;
    }
    return new BareImage(ImageFormat.PNG, parts.bytes(), width, height, 1, false);
  }

  private static void checkSum(byte[] file, int at, int length) throws RefusedImageException {
    CRC32 sum = new CRC32();
    sum.update(file, at + 4, 4 + length);
    if ((int) sum.getValue() != ByteBuffer.wrap(file).getInt(at + 8 + length)) {
      throw BareImage.incomplete();
    }
  }
}

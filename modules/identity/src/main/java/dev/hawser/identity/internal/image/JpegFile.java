package dev.hawser.identity.internal.image;

import static dev.hawser.identity.internal.image.BareImage.u16;
import static dev.hawser.identity.internal.image.BareImage.u8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * The segments of a JPEG file (ITU-T T.81, annex B). Whether the components are YCbCr or RGB is
 * said by segments of applications (JFIF, EXIF, Adobe), so what they say of that is kept.
 */
final class JpegFile {
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;

  /** Says how the colours of the components are meant. */
  private static final int APP14_ADOBE = 0xEE;

  private static final int COMMENT = 0xFE;

  /**
   * Each scan of a progressive file goes over all pixels, however short it is; encoders make about
   * ten.
   */
  private static final int MAX_SCANS = 64;

  /** Pixels times scans: sixteen times over the largest picture. */
  private static final long MAX_WORK = 16L * BareImage.MAX_PIXELS;

  /** Start, and a JFIF segment of version 1.1 without a thumbnail: it says that this is YCbCr. */
  private static final byte[] JFIF_START = {
    -1, (byte) SOI, -1, (byte) APP0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };

  private static final byte[] START = {-1, (byte) SOI};

  private final byte[] file;
  private final BareImage.Parts parts;
  private int width;
  private int height;
  private int components;
  private boolean progressive;
  private int orientation = 1;
  private int scans;
  private boolean jfif;
  private boolean exif;
  private boolean adobe;

  private JpegFile(byte[] file) {
    this.file = file;
    this.parts = new BareImage.Parts(file);
  }

  static BareImage bare(byte[] file) throws RefusedImageException {
    return new JpegFile(file).read();
  }

  private BareImage read() throws RefusedImageException {
    int at = 2;
    int marker = SOI;
    while (marker != EOI) {
      if (u8(file, at) != 0xFF) {
        throw BareImage.incomplete();
      }
      marker = u8(file, at + 1);
      if (marker == 0xFF) {
        at++; // fill bytes may stand before a marker
      } else if (marker == EOI) {
        parts.keep(at, at + 2);
      } else {
        at = segment(marker, at);
      }
    }
    if (scans == 0 || width == 0) {
      throw BareImage.incomplete();
    }
    if ((long) width * height * scans > MAX_WORK) {
      throw new RefusedImageException("is a JPEG with too many scans for its size");
    }
    byte[] start = jfif || (exif && !adobe) ? JFIF_START : START;
    byte[] bytes = parts.bytesAfter(start);
    boolean wholeInMemory = progressive || scans > 1;
    return new BareImage(ImageFormat.JPEG, bytes, width, height, orientation, wholeInMemory);
  }

  /** Reads the segment at a place and tells where it ends. */
  private int segment(int marker, int at) throws RefusedImageException {
    int length = u16(file, at + 2);
    int end = at + 2 + length;
    if (length < 2 || end > file.length) {
      throw BareImage.incomplete();
    }
    if (isFrame(marker)) {
      frame(marker, at);
    } else if (marker == APP0) {
      jfif |= isNamed("JFIF\0", at, end);
    } else if (marker == APP1 && isNamed(ExifOrientation.HEAD, at, end)) {
      exif = true;
      orientation = ExifOrientation.read(file, at + 4, end).orElse(orientation);
    } else if (marker == APP14_ADOBE) {
      adobe = true;
    } else if (marker == SOS) {
      if (++scans > MAX_SCANS) {
        throw new RefusedImageException("is a JPEG with more than " + MAX_SCANS + " scans");
      }
      if (components == 0) {
        throw BareImage.incomplete();
      }
      int dataEnd = endOfScan(end);
      parts.keep(at, dataEnd);
      return dataEnd;
    }
    boolean application = marker >= APP0 && marker <= APP0 + 15 && marker != APP14_ADOBE;
    if (!application && marker != COMMENT) {
      parts.keep(at, end);
    }
    return end;
  }

  private void frame(int marker, int at) throws RefusedImageException {
    if (components != 0) {
      throw BareImage.incomplete();
    }
    height = u16(file, at + 5);
    width = u16(file, at + 7);
    components = u8(file, at + 9);
    progressive = marker == 0xC2;
    BareImage.checkSize(width, height);
    if (marker > 0xC2) {
      throw new RefusedImageException("is a kind of JPEG that this server does not read");
    }
    if (components != 1 && components != 3) {
      throw new RefusedImageException("is a JPEG in the colours of print (CMYK); send it as RGB");
    }
  }

  /** Compressed data ends at the next marker that is neither stuffing nor a restart. */
  private int endOfScan(int from) throws RefusedImageException {
    for (int at = from; at + 1 < file.length; at++) {
      if (u8(file, at) == 0xFF) {
        int next = u8(file, at + 1);
        boolean inside = next == 0 || next == 0xFF || (next >= 0xD0 && next <= 0xD7);
        if (!inside) {
          return at;
        }
      }
    }
    throw BareImage.incomplete();
  }

  private boolean isNamed(String name, int at, int end) {
    return end - at - 4 >= name.length()
        && new String(file, at + 4, name.length(), ISO_8859_1).equals(name);
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }
}

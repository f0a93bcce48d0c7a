package dev.hawser.identity.internal.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Real pictures, and what spoils them. */
public final class TestImages {
  private TestImages() {}

  /** Four quarters: red, green above; blue, white below. */
  public static BufferedImage quarters(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        Color left = y < height / 2 ? Color.RED : Color.BLUE;
        Color right = y < height / 2 ? Color.GREEN : Color.WHITE;
        image.setRGB(x, y, (x < width / 2 ? left : right).getRGB());
      }
    }
    return image;
  }

  public static byte[] png(int width, int height) {
    return write(quarters(width, height, BufferedImage.TYPE_INT_RGB), "png", false);
  }

  public static byte[] jpeg(int width, int height) {
    return write(quarters(width, height, BufferedImage.TYPE_INT_RGB), "jpeg", false);
  }

  public static byte[] gif(int width, int height) {
    return write(quarters(width, height, BufferedImage.TYPE_INT_RGB), "gif", false);
  }

  public static byte[] transparentPng(int width, int height) {
    BufferedImage image = quarters(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height / 2; y++) {
      for (int x = 0; x < width / 2; x++) {
        image.setRGB(x, y, 0x00FF0000);
      }
    }
    return write(image, "png", false);
  }

  /** A picture that is not small however it is compressed. */
  public static byte[] noise(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(7);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return write(image, "png", false);
  }

  static byte[] write(BufferedImage image, String format, boolean progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (progressive) {
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Without subsampling of the colours, which is what decoders guess by when nothing is said. */
  static byte[] fullColourJpeg(int width, int height) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      BufferedImage image = quarters(width, height, BufferedImage.TYPE_INT_RGB);
      IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
      Node tree = metadata.getAsTree("javax_imageio_jpeg_image_1.0");
      NodeList components = ((Element) tree).getElementsByTagName("componentSpec");
      for (int i = 0; i < components.getLength(); i++) {
        ((Element) components.item(i)).setAttribute("HsamplingFactor", "1");
        ((Element) components.item(i)).setAttribute("VsamplingFactor", "1");
      }
      metadata.setFromTree("javax_imageio_jpeg_image_1.0", tree);
      writer.write(null, new IIOImage(image, null, metadata), null);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  public static BufferedImage read(byte[] bytes) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      if (image == null) {
        throw new AssertionError("not an image");
      }
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String formatOf(byte[] bytes) {
    try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      return readers.next().getFormatName().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** A PNG chunk with its checksum. */
  static byte[] chunk(String type, byte[] data) {
    byte[] body = join(type.getBytes(US_ASCII), data);
    CRC32 sum = new CRC32();
    sum.update(body);
    return join(
        ByteBuffer.allocate(4).putInt(data.length).array(),
        body,
        ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  /** The same PNG with another size in its header. */
  static byte[] claiming(byte[] png, int width, int height) {
    byte[] header = Arrays.copyOfRange(png, 16, 29);
    ByteBuffer.wrap(header).putInt(width).putInt(height);
    return join(
        Arrays.copyOf(png, 8), chunk("IHDR", header), Arrays.copyOfRange(png, 33, png.length));
  }

  /** A small PNG whose header says that it has 2,500 million pixels. */
  public static byte[] claimingTooMuch() {
    return claiming(png(10, 10), 50_000, 50_000);
  }

  /** The same file with something put in at a place. */
  static byte[] insert(byte[] file, int at, byte[] part) {
    return join(Arrays.copyOf(file, at), part, Arrays.copyOfRange(file, at, file.length));
  }

  /** The same JPEG with an EXIF segment that holds an orientation and a position. */
  public static byte[] withOrientation(byte[] jpeg, int orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 24 + 4 + 16);
    tiff.putShort((short) 0x4D4D).putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(orientation << 16);
    tiff.putShort((short) 0x8825).putShort((short) 4).putInt(1).putInt(38);
    tiff.putInt(0).put("GPS-secret-place".getBytes(US_ASCII));
    return insert(jpeg, 2, segment(0xE1, join("Exif\0\0".getBytes(US_ASCII), tiff.array())));
  }

  /** A JPEG segment with its length. */
  static byte[] segment(int marker, byte[] data) {
    int length = data.length + 2;
    return join(new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length}, data);
  }
}

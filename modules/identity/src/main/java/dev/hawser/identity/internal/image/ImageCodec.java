package dev.hawser.identity.internal.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes and encodes with the JDK's own plug-ins. Only this class touches {@code java.awt}, and
 * only pictures in memory: it needs no display, no fonts and no native window library.
 */
final class ImageCodec {
  private static final Logger LOG = LoggerFactory.getLogger(ImageCodec.class);
  private static final float JPEG_QUALITY = 0.9f;

  private ImageCodec() {}

  /**
   * The picture upright, at most so many pixels on each side, encoded anew: as PNG when something
   * of it is transparent, else as JPEG.
   */
  static EncodedImage renew(BareImage image, int maxSide) throws RefusedImageException {
    Pixels pixels = decode(image, maxSide).upright(image.orientation());
    return encode(pixels);
  }

  private static Pixels decode(BareImage image, int maxSide) throws RefusedImageException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(image.format().readerName()).next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(image.bytes()))) {
      reader.setInput(in, true, true);
      ImageReadParam param = reader.getDefaultReadParam();
      // Of a large picture only every n-th pixel is kept, about twice as many as are needed.
      int largest = Math.max(image.width(), image.height());
      int step = Math.ceilDiv(largest, 2 * maxSide);
      param.setSourceSubsampling(step, step, 0, 0);
      return reduce(reader.read(0, param), maxSide);
    } catch (IOException | RuntimeException e) {
      // The plug-ins answer damaged files with exceptions of many kinds.
      LOG.debug("An image of the kind {} cannot be decoded", image.format(), e);
      throw BareImage.incomplete();
    } finally {
      reader.dispose();
    }
  }

  private static Pixels reduce(BufferedImage image, int maxSide) {
    int width = image.getWidth();
    int height = image.getHeight();
    double scale = Math.min(1, maxSide / (double) Math.max(width, height));
    Reduction reduction =
        new Reduction(
            width,
            height,
            Math.max(1, (int) Math.round(width * scale)),
            Math.max(1, (int) Math.round(height * scale)));
    RowReader rows = rows(image);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      rows.read(y, row);
      reduction.add(row);
    }
    return reduction.result();
  }

  private interface RowReader {
    void read(int y, int[] argb);
  }

  private static RowReader rows(BufferedImage image) {
    ColorModel model = image.getColorModel();
    int bands = image.getRaster().getNumBands();
    if (bands > 2 || model instanceof IndexColorModel) {
      return (y, argb) -> image.getRGB(0, y, argb.length, 1, argb, 0, argb.length);
    }
    // The JDK takes grey for linear light and would make it lighter; files mean it like colours.
    int shift = model.getComponentSize(0) - 8;
    Raster raster = image.getRaster();
    int[] samples = new int[image.getWidth() * bands];
    return (y, argb) -> {
      raster.getPixels(0, y, argb.length, 1, samples);
      for (int x = 0; x < argb.length; x++) {
        int grey = samples[x * bands] >> shift;
        int alpha = bands == 1 ? 0xFF : samples[x * bands + 1] >> shift;
        argb[x] = alpha << 24 | grey << 16 | grey << 8 | grey;
      }
    };
  }

  private static EncodedImage encode(Pixels pixels) {
    boolean alpha = pixels.hasAlpha();
    BufferedImage image =
        new BufferedImage(
            pixels.width(),
            pixels.height(),
            alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, pixels.width(), pixels.height(), pixels.argb(), 0, pixels.width());
    byte[] bytes = alpha ? write(image, "png") : write(image, "jpeg");
    return new EncodedImage(
        alpha ? "image/png" : "image/jpeg", pixels.width(), pixels.height(), bytes);
  }

  private static byte[] write(BufferedImage image, String format) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (format.equals("jpeg")) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(JPEG_QUALITY);
      }
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is only memory to fail
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}

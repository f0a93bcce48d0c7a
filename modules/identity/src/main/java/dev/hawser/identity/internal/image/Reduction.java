package dev.hawser.identity.internal.image;

import java.util.Arrays;

/**
 * Makes a picture smaller, row by row, by the mean of the area that each new pixel covers. Colours
 * count by their opacity, so that invisible ones do not bleed in. Not for concurrent use.
 */
final class Reduction {
  private static final int CHANNELS = 4;

  private final int fromWidth;
  private final int fromHeight;
  private final int toWidth;
  private final int toHeight;
  private final double[] line;
  private final double[] sums;
  private final int[] out;
  private int rows;
  private int target;

  /** The sizes of the result are at most those of the source. */
  Reduction(int fromWidth, int fromHeight, int toWidth, int toHeight) {
    this.fromWidth = fromWidth;
    this.fromHeight = fromHeight;
    this.toWidth = toWidth;
    this.toHeight = toHeight;
    this.line = new double[toWidth * CHANNELS];
    this.sums = new double[toWidth * CHANNELS];
    this.out = new int[toWidth * toHeight];
  }

  /** Takes the next row of the source. */
  void add(int[] row) {
    narrow(row);
    double top = rows * (double) toHeight / fromHeight;
    rows++;
    double bottom = rows * (double) toHeight / fromHeight;
    double border = target + 1;
    double above = Math.min(bottom, border) - top;
    accumulate(above);
    if (rows == fromHeight || bottom >= border) {
      finishLine();
      if (rows < fromHeight) {
        accumulate(bottom - border);
      }
    }
  }

  Pixels result() {
    return new Pixels(toWidth, toHeight, out);
  }

  /** The row at its new width, premultiplied. */
  private void narrow(int[] row) {
    double scale = fromWidth / (double) toWidth;
    for (int x = 0; x < toWidth; x++) {
      double from = x * scale;
      double to = x == toWidth - 1 ? fromWidth : (x + 1) * scale;
      double alpha = 0;
      double red = 0;
      double green = 0;
      double blue = 0;
      for (int source = (int) from; source < to && source < fromWidth; source++) {
        double weight = (Math.min(to, source + 1) - Math.max(from, source)) / scale;
        int pixel = row[source];
        double opacity = weight * (pixel >>> 24);
        alpha += opacity;
        red += opacity * (pixel >> 16 & 0xFF);
        green += opacity * (pixel >> 8 & 0xFF);
        blue += opacity * (pixel & 0xFF);
      }
      line[x * CHANNELS] = alpha;
      line[x * CHANNELS + 1] = red;
      line[x * CHANNELS + 2] = green;
      line[x * CHANNELS + 3] = blue;
    }
  }

  private void accumulate(double weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * line[i];
    }
  }

  private void finishLine() {
    for (int x = 0; x < toWidth; x++) {
      double alpha = sums[x * CHANNELS];
      int pixel = 0;
      if (alpha > 0) {
        pixel =
            channel(alpha) << 24
                | channel(sums[x * CHANNELS + 1] / alpha) << 16
                | channel(sums[x * CHANNELS + 2] / alpha) << 8
                | channel(sums[x * CHANNELS + 3] / alpha);
      }
      out[target * toWidth + x] = pixel;
    }
    Arrays.fill(sums, 0);
    target++;
  }

  private static int channel(double value) {
    return Math.clamp(Math.round(value), 0, 255);
  }
}

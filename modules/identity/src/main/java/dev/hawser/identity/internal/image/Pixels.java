package dev.hawser.identity.internal.image;

/**
 * A small picture in memory.
 *
 * @param argb one value for each pixel, row by row: alpha, red, green, blue, not premultiplied
 */
record Pixels(int width, int height, int[] argb) {
  boolean hasAlpha() {
    for (int pixel : argb) {
      if (pixel >>> 24 != 0xFF) {
        return true;
      }
    }
    return false;
  }

  /** Turns and mirrors the picture so that it stands upright, by its EXIF orientation. */
  Pixels upright(int orientation) {
    if (orientation == 1) {
      return this;
    }
    boolean turned = orientation >= 5;
    int newWidth = turned ? height : width;
    int newHeight = turned ? width : height;
    int[] out = new int[argb.length];
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        int right = width - 1;
        int bottom = height - 1;
        int from =
            switch (orientation) {
              case 2 -> at(right - x, y);
              case 3 -> at(right - x, bottom - y);
              case 4 -> at(x, bottom - y);
              case 5 -> at(y, x);
              case 6 -> at(y, bottom - x);
              case 7 -> at(right - y, bottom - x);
              case 8 -> at(right - y, x);
              default -> throw new IllegalArgumentException("No orientation: " + orientation);
            };
        out[y * newWidth + x] = argb[from];
      }
    }
    return new Pixels(newWidth, newHeight, out);
  }

  private int at(int x, int y) {
    return y * width + x;
  }
}

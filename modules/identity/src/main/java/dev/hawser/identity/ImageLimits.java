package dev.hawser.identity;

/** What uploads of pictures need from the server around them. */
public final class ImageLimits {
  /** The largest file that is taken as a picture: 5 MiB. */
  public static final int MAX_FILE = 5 << 20;

  private ImageLimits() {}
}

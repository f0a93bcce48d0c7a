package dev.hawser.core.health;

/**
 * How a part is.
 *
 * @param up whether it can be used
 * @param detail a few words for people: a version, or what is wrong; no address, no secret
 */
public record PartHealth(boolean up, String detail) {
  public static PartHealth up(String detail) {
    return new PartHealth(true, detail);
  }

  public static PartHealth down(String detail) {
    return new PartHealth(false, detail);
  }
}

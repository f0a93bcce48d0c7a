package dev.hawser.core.config;

/** Text that must not be seen: it prints as three stars. */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "***";
  }
}

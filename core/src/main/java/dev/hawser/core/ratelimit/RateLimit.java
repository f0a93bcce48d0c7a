package dev.hawser.core.ratelimit;

import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import java.time.Duration;

/**
 * How many calls somebody may make: a bucket of {@code quota} tokens that fills evenly in {@code
 * window}.
 *
 * @param name what the headers of answers call it: lower-case letters and dashes
 * @param quota 0 for no limit
 */
public record RateLimit(String name, int quota, Duration window) {
  private static final int LEASES = 20;

  /** A limit as a setting says it. */
  public static RateLimit perMinute(String name, SettingValues settings, Setting<Integer> quota) {
    return new RateLimit(name, settings.get(quota), Duration.ofMinutes(1));
  }

  /** Whether there is no limit. */
  public boolean isOff() {
    return quota == 0;
  }

  /** The most tokens that a replica takes in advance. */
  int largestLease() {
    return Math.max(1, quota / LEASES);
  }

  /** An item of the field {@code RateLimit-Policy}. */
  public String policyItem() {
    return '"' + name + "\";q=" + quota + ";w=" + window.toSeconds();
  }
}

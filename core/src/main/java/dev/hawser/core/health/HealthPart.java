package dev.hawser.core.health;

/**
 * Something this process cannot work without, for example one Postgres server. Every bean of this
 * type is asked for {@code /readyz}.
 */
public interface HealthPart {

  /** A stable name, for example {@code postgres.tasks}. */
  String name();

  /**
   * Tries the part for real. May block; the monitor calls it on a virtual thread, never twice at a
   * time, and does not wait for it longer than a second. An exception counts as down. What it
   * returns is shown to anybody who asks, so it carries no address and no secret.
   */
  PartHealth check();
}

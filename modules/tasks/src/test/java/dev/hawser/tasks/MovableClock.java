package dev.hawser.tasks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. */
public final class MovableClock implements InstantSource {
  private volatile Instant now;

  public MovableClock(String now) {
    this.now = Instant.parse(now);
  }

  @Override
  public Instant instant() {
    return now;
  }

  public void set(String moment) {
    now = Instant.parse(moment);
  }

  public void move(Duration by) {
    now = now.plus(by);
  }
}

package dev.hawser.core.health;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all parts at the same time and remembers the answers for a second, so that any number of
 * probes costs one round. A part that does not answer in a second is down, and is not asked again
 * before its last answer came: a hanging server never collects hanging threads.
 */
@Singleton
public final class HealthMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);

  private final List<Probe> probes = new ArrayList<>();
  private final long limitNanos;
  private final long keepNanos;
  private final ReentrantLock round = new ReentrantLock();
  private volatile Answers last = new Answers(Map.of(), 0);

  private record Answers(Map<String, PartHealth> parts, long until) {}

  @Inject
  public HealthMonitor(Collection<HealthPart> parts) {
    this(parts, Duration.ofMillis(900), Duration.ofSeconds(1));
  }

  /**
   * @param limit how long to wait for one round
   * @param keep how long its answers are good for
   */
  public HealthMonitor(Collection<HealthPart> parts, Duration limit, Duration keep) {
    parts.stream()
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .forEach(part -> probes.add(new Probe(part)));
    limitNanos = limit.toNanos();
    keepNanos = keep.toNanos();
  }

  /** All parts by name, in the order of their names; at most about a second old. */
  public Map<String, PartHealth> parts() {
    Answers known = last;
    if (!known.parts().isEmpty() && System.nanoTime() - known.until() < 0) {
      return known.parts();
    }
    round.lock();
    try {
      known = last;
      if (known.parts().isEmpty() || System.nanoTime() - known.until() >= 0) {
        Map<String, PartHealth> fresh = ask();
        known = new Answers(fresh, System.nanoTime() + keepNanos);
        last = known;
      }
      return known.parts();
    } finally {
      round.unlock();
    }
  }

  private Map<String, PartHealth> ask() {
    probes.forEach(Probe::begin);
    long deadline = System.nanoTime() + limitNanos;
    Map<String, PartHealth> answers = new LinkedHashMap<>();
    for (Probe probe : probes) {
      answers.put(probe.part.name(), probe.await(deadline));
    }
    return answers;
  }

  private static final class Probe {
    private final HealthPart part;
    private Thread thread = Thread.ofVirtual().unstarted(() -> {});
    private volatile PartHealth answer = PartHealth.down("was not asked yet");
    private long startedAt;
    private boolean wasUp = true;

    Probe(HealthPart part) {
      this.part = part;
    }

    void begin() {
      if (!thread.isAlive()) {
        startedAt = System.nanoTime();
        thread = Thread.ofVirtual().name("health-" + part.name()).start(() -> answer = check());
      }
    }

    PartHealth await(long deadline) {
      PartHealth now;
      try {
        long left = Math.max(0, deadline - System.nanoTime());
        now = thread.join(Duration.ofNanos(left)) ? answer : late();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        now = PartHealth.down("the check was interrupted");
      }
      if (wasUp != now.up()) {
        wasUp = now.up();
        if (wasUp) {
          LOG.info("{} is back: {}", part.name(), now.detail());
        } else {
          LOG.warn("{} is down: {}", part.name(), now.detail());
        }
      }
      return now;
    }

    private PartHealth late() {
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
      return PartHealth.down("no answer for " + millis + " ms");
    }

    private PartHealth check() {
      try {
        return part.check();
      } catch (RuntimeException e) {
        LOG.debug("{} failed its check", part.name(), e);
        return PartHealth.down("the check failed");
      }
    }
  }
}

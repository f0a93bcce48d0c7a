package dev.hawser.core.outbox;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.lock.LeaderElection;
import dev.hawser.core.redis.RedisStore;
import dev.hawser.core.time.StopSignal;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Looks into the outboxes once a second while this replica leads the delivery. It is not a {@link
 * dev.hawser.core.lock.LeaderDuty}, because those wait for each other, some for minutes.
 */
@Singleton
@Requires(beans = OutboxHandler.class)
final class OutboxLoop {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxLoop.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final RedisStore system;
  private final List<Lane> lanes = new ArrayList<>();
  private final StopSignal stopping = new StopSignal();
  private @Nullable LeaderElection election;
  private @Nullable Thread thread;

  OutboxLoop(
      @Named("system") RedisStore system,
      Collection<OutboxSource> sources,
      Collection<OutboxHandler> handlers,
      OutboxMetrics metrics) {
    this.system = system;
    Map<String, OutboxHandler> byName = new HashMap<>();
    for (OutboxHandler handler : handlers) {
      if (byName.put(handler.name(), handler) != null) {
        throw new IllegalArgumentException("Two handlers of " + handler.name());
      }
    }
    sources.forEach(source -> lanes.add(new Lane(new OutboxDelivery(source, byName, metrics))));
  }

  @EventListener
  void start(StartupEvent event) {
    LeaderElection lead = new LeaderElection(system, "outbox");
    election = lead;
    thread = Thread.ofVirtual().name("outbox").start(() -> work(lead));
  }

  /** A delivery that does not end within a moment is left behind: it may die anywhere anyway. */
  @PreDestroy
  void stop() throws InterruptedException {
    stopping.give();
    Thread running = thread;
    LeaderElection lead = election;
    if (running != null && !running.join(STOP)) {
      running.interrupt();
    }
    if (lead != null) {
      lead.close();
    }
  }

  private void work(LeaderElection lead) {
    boolean led = false;
    while (!stopping.comesWithin(LOOK)) {
      boolean leads = lead.current().isPresent();
      if (leads && !led) {
        lanes.forEach(lane -> lane.counted = false);
      }
      led = leads;
      for (Lane lane : lanes) {
        lane.run(lead);
      }
    }
  }

  /** One outbox; trouble with one is none of the others'. */
  private final class Lane {
    private final OutboxDelivery delivery;
    private boolean counted;
    private Duration pause = Duration.ZERO;
    private long notBeforeNanos = System.nanoTime();

    Lane(OutboxDelivery delivery) {
      this.delivery = delivery;
    }

    private boolean goesOn(LeaderElection lead) {
      return !stopping.isGiven() && lead.current().isPresent();
    }

    void run(LeaderElection lead) {
      if (!goesOn(lead) || System.nanoTime() - notBeforeNanos < 0) {
        return;
      }
      try {
        if (!counted) {
          delivery.countParked();
          counted = true;
        }
        delivery.run(() -> goesOn(lead));
        if (!pause.isZero()) {
          LOG.info("The events of {} are delivered again", delivery.name());
        }
        pause = Duration.ZERO;
      } catch (SQLException | RuntimeException e) {
        trouble(e);
      }
    }

    private void trouble(Exception e) {
      if (pause.isZero()) {
        boolean known = e instanceof SQLException || e instanceof HawserException.Unavailable;
        LOG.atLevel(known ? Level.WARN : Level.ERROR)
            .setCause(known ? null : e)
            .log(
                "The events of {} wait, and are delivered when that is possible: {}",
                delivery.name(),
                e.toString());
      }
      Duration twice = pause.isZero() ? LOOK : pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
      notBeforeNanos = System.nanoTime() + pause.toNanos();
    }
  }
}

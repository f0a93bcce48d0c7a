package dev.hawser.core.lock;

import dev.hawser.core.redis.RedisStore;
import dev.hawser.core.time.StopSignal;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the {@linkplain LeaderDuty duties} while this replica leads the housekeeping. */
@Singleton
@Requires(beans = LeaderDuty.class)
final class LeaderDuties {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderDuties.class);
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final RedisStore system;
  private final InstantSource clock;
  private final List<Planned> plan = new ArrayList<>();
  private final StopSignal stopping = new StopSignal();
  private @Nullable LeaderElection election;
  private @Nullable Thread thread;

  LeaderDuties(
      @Named("system") RedisStore system, Collection<LeaderDuty> duties, InstantSource clock) {
    this.system = system;
    this.clock = clock;
    Instant first = clock.instant().plus(FIRST);
    duties.forEach(duty -> plan.add(new Planned(duty, first)));
  }

  @EventListener
  void start(StartupEvent event) {
    LeaderElection lead = new LeaderElection(system, "housekeeping");
    election = lead;
    thread = Thread.ofVirtual().name("housekeeping").start(() -> work(lead));
  }

  /** A duty that does not stop within a moment is left behind: it may die anywhere anyway. */
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
    while (!stopping.comesWithin(LOOK)) {
      for (Planned planned : plan) {
        if (lead.current().isPresent() && !clock.instant().isBefore(planned.next)) {
          run(planned, lead);
        }
      }
    }
  }

  private void run(Planned planned, LeaderElection lead) {
    LeaderDuty duty = planned.duty;
    try {
      duty.run(() -> !stopping.isGiven() && lead.current().isPresent());
      planned.failing = false;
      planned.next = clock.instant().plus(duty.every());
    } catch (RuntimeException e) {
      if (!planned.failing) {
        LOG.warn("The {} has failed and is tried again: {}", duty.name(), e.toString());
      }
      planned.failing = true;
      planned.next = clock.instant().plus(AGAIN);
    }
  }

  private static final class Planned {
    private final LeaderDuty duty;
    private Instant next;
    private boolean failing;

    Planned(LeaderDuty duty, Instant next) {
      this.duty = duty;
      this.next = next;
    }
  }
}

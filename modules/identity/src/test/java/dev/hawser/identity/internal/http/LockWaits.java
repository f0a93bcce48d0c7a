package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;

/** Requests that a lock in the database holds up. */
final class LockWaits {
  private LockWaits() {}

  /** Returns when so many of a server's connections wait for a lock. */
  static void await(IdentityServer server, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        server.query(
                            "select count(*) from pg_stat_activity"
                                + " where datname = current_database() and wait_event_type = 'Lock'"))
                    .containsExactly(String.valueOf(count)));
  }
}

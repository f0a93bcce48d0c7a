package dev.hawser.identity.internal.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.identity.internal.hash.Applicant;
import dev.hawser.identity.internal.hash.Sha256;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds off those who guess: who has failed too often has to wait, longer each time, and is not
 * even tried meanwhile. Counted in Postgres, so it holds on all replicas and without Redis;
 * addresses that nobody has are counted like others, so a lock does not tell which accounts exist.
 */
@Singleton
final class Attempts {
  /** After this long without an attempt nothing is left to be forgotten. */
  static final Duration REMEMBERED = Duration.ofDays(1);

  private static final ErrorCode LOCKED = new ErrorCode("identity.too-many-failures");
  private static final Duration REMEMBERED_NETWORK = Duration.ofDays(30);
  private static final int MOST_NETWORKS = 10_000;
  private static final int LONGEST_LOCK = (int) Duration.ofMinutes(15).toSeconds();

  /** How patient we are with what. */
  private enum Kind {
    /** One failure of an account is forgotten in an hour. */
    ACCOUNT(5, Duration.ofHours(1)),

    /** Many people may share an address: one failure is forgotten in a minute. */
    NETWORK(30, Duration.ofMinutes(1));

    private final int threshold;
    private final int forgiveSeconds;

    Kind(int threshold, Duration forgive) {
      this.threshold = threshold;
      this.forgiveSeconds = (int) forgive.toSeconds();
    }
  }

  /** An attempt that is being made. */
  record Attempt(String account, String network) {}

  private final AttemptRepository rows;
  private final FailedSignIns failed;
  private final InstantSource clock;

  /** From where a password was right lately. Only of this replica, and since it started. */
  private final Cache<String, Boolean> known =
      Caffeine.newBuilder().maximumSize(MOST_NETWORKS).expireAfterWrite(REMEMBERED_NETWORK).build();

  Attempts(AttemptRepository rows, FailedSignIns failed, InstantSource clock) {
    this.rows = rows;
    this.failed = failed;
    this.clock = clock;
  }

  /** Who wants to sign in, as far as the order is concerned in which passwords are checked. */
  Applicant applicant(Client client) {
    String network = network(client);
    return known.getIfPresent(network) == null
        ? new Applicant(network, Applicant.Standing.STRANGER)
        : Applicant.known(network);
  }

  /**
   * Begins an attempt, which counts as failed until it is known to be none.
   *
   * @param account whose password or code it is
   * @throws HawserException.LimitExceeded when the account or the client's network is locked
   */
  Attempt begin(String account, Client client) {
    Attempt attempt = new Attempt(Sha256.hex("account:" + account), network(client));
    begin(attempt.network(), Kind.NETWORK, locked -> {});
    begin(attempt.account(), Kind.ACCOUNT, locked -> failed.ofLocked(account, locked));
    return attempt;
  }

  /** It was right: the account begins anew, the network has one failure less. */
  void succeeded(Attempt attempt) {
    known.put(attempt.network(), Boolean.TRUE);
    rows.forget(attempt.account());
    rows.takeBack(attempt.network());
  }

  /** What was guessed at is not there any more: the account begins anew. */
  void forget(String account) {
    rows.forget(Sha256.hex("account:" + account));
  }

  /** It came to nothing, neither right nor wrong. */
  void takeBack(Attempt attempt) {
    rows.takeBack(attempt.account());
    rows.takeBack(attempt.network());
  }

  private static String network(Client client) {
    return Sha256.hex("network:" + client.network());
  }

  private void begin(String subject, Kind kind, Consumer<AttemptRow> whenLocked) {
    Instant now = clock.instant();
    if (rows.begin(subject, now, kind.threshold, LONGEST_LOCK, kind.forgiveSeconds) == 0) {
      Optional<AttemptRow> locked = rows.find(subject);
      locked.ifPresent(whenLocked);
      Duration wait =
          locked
              .map(row -> Duration.between(now, row.lockedUntil()))
              .filter(Duration::isPositive)
              .orElse(Duration.ofSeconds(1));
      throw new HawserException.LimitExceeded(
          LOCKED, "Too many failed attempts; wait before you try again.", wait);
    }
  }
}

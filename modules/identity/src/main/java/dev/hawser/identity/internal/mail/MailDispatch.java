package dev.hawser.identity.internal.mail;

import dev.hawser.identity.internal.mail.MailFailedException.Outlook;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is in the outbox, at least once: the row is deleted after the server has taken the
 * mail, so a process that dies in between lets another one send it again. A row that somebody works
 * on is leased, so that replicas do not send it twice while they live.
 */
@Singleton
public final class MailDispatch {
  private static final Logger LOG = LoggerFactory.getLogger(MailDispatch.class);
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** How long a mail is tried. */
  static final Duration PATIENCE = Duration.ofHours(24);

  private final OutboxRepository rows;
  private final MailSender sender;
  private final Map<String, MailKind> kinds;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final ExecutorService executor;

  /** How often somebody has called since the work began; nobody works when it is 0. */
  private final AtomicInteger calls = new AtomicInteger();

  MailDispatch(
      OutboxRepository rows,
      MailSender sender,
      List<MailKind> kinds,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
    this.rows = rows;
    this.sender = sender;
    this.kinds = kinds.stream().collect(Collectors.toMap(MailKind::id, Function.identity()));
    this.clock = clock;
    this.transactions = transactions;
    this.executor = executor;
  }

  /**
   * Sends what is due, in the background. Call it after the commit; when nobody does, the leader's
   * housekeeping comes by.
   */
  public void wake() {
    if (sender.isConfigured() && calls.getAndIncrement() == 0) {
      // Without the caller's context: its connection is not for other threads.
      try (PropagatedContext.Scope _ = PropagatedContext.empty().propagate()) {
        executor.execute(this::work);
      }
    }
  }

  private void work() {
    int seen;
    do {
      seen = calls.get();
      try {
        sendDue(() -> true);
      } catch (RuntimeException e) {
        LOG.warn("Mails could not be sent; it is tried again", e);
      }
    } while (!calls.compareAndSet(seen, 0));
  }

  /** Sends, one after the other, what is due. */
  void sendDue(BooleanSupplier goOn) {
    Optional<OutboxRow> row = Optional.empty();
    do {
      row = transactions.executeWrite(status -> claim());
      row.ifPresent(this::send);
    } while (row.isPresent() && goOn.getAsBoolean());
  }

  private Optional<OutboxRow> claim() {
    Instant now = clock.instant();
    Optional<OutboxRow> row = rows.lockDue(now);
    row.ifPresent(due -> rows.lease(due.id(), now.plus(LEASE)));
    return row;
  }

  private void send(OutboxRow row) {
    MailOrder order = row.order();
    MailKind kind = kinds.get(row.kind());
    if (kind == null) { // of a newer version: its replica comes by
      LOG.warn("{} is of a kind that this version does not know", order);
      return;
    }
    try {
      Letter letter = transactions.executeWrite(status -> kind.write(order)).orElse(null);
      if (letter != null) {
        sender.send(row.id(), row.address(), letter);
      }
      finish(order, letter == null ? null : () -> kind.sent(order));
    } catch (MailFailedException e) {
      Instant now = clock.instant();
      boolean tooOld = row.createdAt().plus(PATIENCE).isBefore(now);
      if (tooOld || e.outlook() == Outlook.HOPELESS) {
        LOG.warn("{} is given up: {}", order, e.why());
        finish(order, () -> kind.failed(order, e.why()));
      } else {
        LOG.warn("{} could not be sent, attempt {}: {}", order, row.attempts() + 1, e.why());
        rows.postpone(row.id(), now.plus(pause(row.attempts())));
      }
    }
  }

  /** Deletes the row and tells the kind, if the order was not taken back meanwhile. */
  private void finish(MailOrder order, @Nullable Runnable tell) {
    transactions.executeWrite(
        status -> {
          if (rows.delete(order.id()) > 0 && tell != null) {
            tell.run();
          }
          return order;
        });
  }

  private static Duration pause(int attemptsBefore) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attemptsBefore, 10));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}

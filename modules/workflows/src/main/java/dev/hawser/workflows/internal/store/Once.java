package dev.hawser.workflows.internal.store;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.postgres.IdempotencyKeys;
import io.micronaut.transaction.TransactionCallback;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs changes in transactions; one with an idempotency key is done once. */
@Singleton
public final class Once {
  private final TransactionOperations<Connection> transactions;
  private final IdempotencyKeys requests = new IdempotencyKeys("workflows.idempotency_key");
  private final AuditTrail audit;
  private final Definitions definitions;
  private final InstantSource clock;

  Once(
      @Named("workflows") TransactionOperations<Connection> transactions,
      @Named("workflows") AuditTrail audit,
      Definitions definitions,
      InstantSource clock) {
    this.transactions = transactions;
    this.audit = audit;
    this.definitions = definitions;
    this.clock = clock;
  }

  /**
   * What a change is, and how its result is found again.
   *
   * @param work makes the change
   * @param mark a text by which the result is found again
   * @param again finds the result of the same request, done before
   */
  public record Work<T>(Supplier<T> work, Function<T, String> mark, Function<String, T> again) {}

  /** Makes the change in a transaction of its own. */
  public <T> T run(Change change, Work<T> work) {
    return transaction(
        status -> {
          String key = change.idempotencyKey();
          if (key == null) {
            return work.work().get();
          }
          Connection connection = status.getConnection();
          var request =
              new IdempotencyKeys.Request(
                  change.project().value(), key, change.digest(), clock.instant());
          Optional<String> earlier = requests.claim(connection, request);
          if (earlier.isPresent()) {
            return work.again().apply(earlier.get());
          }
          T result = work.work().get();
          requests.complete(connection, request, work.mark().apply(result));
          return result;
        });
  }

  /** Notes in the audit log what a change does; part of its work, and so of its transaction. */
  public void note(AuditEvent event) {
    audit.record(event);
  }

  /** Makes a change and takes it back: what it would give, without doing it. */
  public <T> T tried(Supplier<T> work) {
    return transaction(
        status -> {
          T result = work.get();
          status.setRollbackOnly();
          return result;
        });
  }

  /** Makes a change that may be repeated without harm. */
  public <T> T run(Supplier<T> work) {
    return transaction(status -> work.get());
  }

  /** What it reads of definitions is checked outside of it, so the work may run several times. */
  private <T> T transaction(TransactionCallback<Connection, T> work) {
    return Checks.around(
        definitions::check,
        () ->
            transactions.executeWrite(
                status -> {
                  T result = work.call(status);
                  if (Checks.areMissing()) {
                    status.setRollbackOnly();
                  }
                  return result;
                }));
  }
}

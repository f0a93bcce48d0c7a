package dev.hawser.identity.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A change and its entry in the audit log, in one transaction: both or neither. */
@Singleton
final class AuditedChanges {
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;

  AuditedChanges(
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit) {
    this.transactions = transactions;
    this.audit = audit;
  }

  /** For a change whose entry tells of what it has made; null when that is nothing. */
  <T> T make(Supplier<T> change, Function<T, @Nullable AuditEvent> event) {
    return transactions.executeWrite(
        status -> {
          T made = change.get();
          AuditEvent entry = event.apply(made);
          if (entry != null) {
            audit.record(entry);
          }
          return made;
        });
  }

  /** For a change that is known before. */
  void make(Runnable change, AuditEvent event) {
    transactions.executeWrite(
        status -> {
          change.run();
          audit.record(event);
          return event;
        });
  }
}

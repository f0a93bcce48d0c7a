package dev.hawser.identity.internal.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.UserId;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the audit log that signing in has failed, of accounts that there are. The same is
 * written at most once in ten minutes, and memory mostly knows that it was: an attack fills neither
 * the log nor the database. It is written beside the answer, which must come as soon for an address
 * that nobody has; so an entry is lost if the process dies right then.
 */
@Singleton
public final class FailedSignIns {
  static final Duration QUIET = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(FailedSignIns.class);
  private static final String NOBODY = "unknown";
  private static final int MAX_REMEMBERED = 10_000;

  private final ReportRepository reports;
  private final AttemptRepository attempts;
  private final AccountRepository accounts;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;
  private final ExecutorService executor;
  private final Cache<String, Instant> reported =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(QUIET).build();

  FailedSignIns(
      ReportRepository reports,
      AttemptRepository attempts,
      AccountRepository accounts,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
    this.reports = reports;
    this.attempts = attempts;
    this.accounts = accounts;
    this.clock = clock;
    this.transactions = transactions;
    this.audit = audit;
    this.executor = executor;
  }

  /** A password or a code was wrong. */
  void ofAccount(AccountRow account, Attempts.Attempt attempt, HawserException reason) {
    report(
        "failed " + attempt.account(),
        () -> {
          int failures = attempts.find(attempt.account()).map(AttemptRow::failures).orElse(1);
          return Optional.of(
              event(account, "sign-ins.failed")
                  .with("method", SignInMethod.PASSWORD.id())
                  .with("reason", reason.code().value())
                  .with("failures", failures));
        });
  }

  /**
   * Somebody is not even tried, because the account has failed too often.
   *
   * @param email of the account, if there is one
   */
  void ofLocked(String email, AttemptRow attempt) {
    report(
        "locked " + attempt.subject(),
        () ->
            accounts
                .findByEmail(email)
                .map(
                    account ->
                        event(account, "sign-ins.locked")
                            .with("failures", attempt.failures())
                            .with("until", attempt.lockedUntil())));
  }

  /** Single sign-on of an organization has failed; of whom is not known. */
  public void ofProvider(OrganizationId organization, HawserException reason) {
    String code = reason.code().value();
    report(
        organization + " " + code,
        () ->
            Optional.of(
                AuditEvent.of(organization, null, NOBODY, "sign-ins.failed")
                    .with("method", SignInMethod.SINGLE_SIGN_ON.id())
                    .with("reason", code)));
  }

  private void report(String subject, Supplier<Optional<AuditEvent>> event) {
    Instant now = clock.instant();
    Instant last = reported.getIfPresent(subject);
    if (last == null || Duration.between(last, now).abs().compareTo(QUIET) >= 0) {
      reported.put(subject, now);
      executor.execute(() -> write(subject, now, event));
    }
  }

  private void write(String subject, Instant now, Supplier<Optional<AuditEvent>> event) {
    try {
      transactions.executeWrite(
          status -> {
            event
                .get()
                .filter(
                    entry ->
                        reports.claim(entry.organization(), subject, now, now.minus(QUIET)) > 0)
                .ifPresent(audit::record);
            return subject;
          });
    } catch (RuntimeException e) {
      reported.invalidate(subject);
      LOG.warn("A failed sign-in could not be written into the audit log: {}", e.toString());
    }
  }

  private static AuditEvent event(AccountRow account, String action) {
    return AuditEvent.of(account.organization(), null, NOBODY, action)
        .on("user", new UserId(account.id()));
  }
}

package dev.hawser.core.audit;

/**
 * Writes into the audit log. There is one for each data source, under its name:
 * {@code @Named("workflows") AuditTrail audit}. A change records what it does as part of itself:
 *
 * <pre>{@code
 * audit.record(AuditEvent.by(caller, "workflows.deployed").on("workflow", id).with("version", 3));
 * }</pre>
 */
public interface AuditTrail {
  /**
   * Joins the transaction that this thread is in, so that change and entry are there together or
   * not at all. The time, and the request's id and address, are added. The entry is in the log
   * about a second after the commit.
   *
   * @throws dev.hawser.core.error.HawserException.Internal when there is no transaction
   */
  void record(AuditEvent event);
}

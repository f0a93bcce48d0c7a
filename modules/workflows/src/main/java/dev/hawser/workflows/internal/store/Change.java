package dev.hawser.workflows.internal.store;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.WorkflowId;
import org.jspecify.annotations.Nullable;

/**
 * Who changes something, and how the client calls the request.
 *
 * @param idempotencyKey null when the client gave none
 * @param digest of what the request is about; only read when there is a key
 */
public record Change(Caller caller, @Nullable String idempotencyKey, byte[] digest) {
  /** The same by a request that the client has not named: for what is part of another change. */
  public Change anonymous() {
    return new Change(caller, null, new byte[0]);
  }

  /** Whose it is. */
  public ProjectId project() {
    return caller.project();
  }

  String subject() {
    return caller.subject();
  }

  /** What it does to a workflow, for the audit log. */
  AuditEvent event(String action, WorkflowRow row) {
    return AuditEvent.by(caller, action)
        .on("workflow", new WorkflowId(row.id()))
        .with("name", row.name())
        .with("revision", row.revision());
  }
}

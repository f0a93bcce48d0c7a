package dev.hawser.tasks.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.RequestAudit;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.IdempotencyKey;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.engine.Engine;
import dev.hawser.tasks.internal.engine.StartRequest;
import dev.hawser.tasks.internal.files.WorkflowFiles;
import dev.hawser.tasks.internal.store.IdempotencyClaim;
import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.DeployedWorkflows;
import dev.hawser.workflows.WorkflowId;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What hooks, manual triggers and replays have in common. */
@Singleton
final class Triggering {
  static final ErrorCode NOT_DEPLOYED = new ErrorCode("tasks.workflow-not-deployed");

  private final DeployedWorkflows workflows;
  private final Engine engine;
  private final WorkflowFiles files;
  private final RequestAudit audit;

  Triggering(DeployedWorkflows workflows, Engine engine, WorkflowFiles files, RequestAudit audit) {
    this.workflows = workflows;
    this.engine = engine;
    this.files = files;
    this.audit = audit;
  }

  /** The deployed version of a workflow that a path names. */
  Optional<DeployedWorkflow> deployed(String workflow) {
    return WorkflowId.parse(workflow).flatMap(workflows::findDeployed);
  }

  /** An id under which a body can be taken in before its execution is accepted. */
  ExecutionId newId() {
    return engine.newId();
  }

  ExecutionId accept(ExecutionId id, StartRequest request) {
    return engine.accept(id, request);
  }

  /** The same request with a note of who starts this execution by hand. */
  StartRequest noted(StartRequest request, Caller caller, String action, ExecutionId id) {
    AuditEvent event =
        AuditEvent.by(caller, action)
            .on("execution", id)
            .with("workflow", request.workflow().id())
            .with("version", request.workflow().version())
            .with("replayOf", request.replayOf());
    return request.noted(audit.recorded(event).toEvent());
  }

  /**
   * Accepts an execution whose body was taken in under this id. Files that it turns out not to need
   * are deleted; when it cannot be known whether it needs them, they stay.
   */
  ExecutionId accept(ExecutionId id, StartRequest request, Received received) {
    try {
      ExecutionId accepted = engine.accept(id, request);
      if (!accepted.equals(id)) {
        files.discard(request.workflow().project(), received.files());
      }
      return accepted;
    } catch (HawserException.Unavailable e) {
      throw e;
    } catch (RuntimeException e) {
      files.discard(request.workflow().project(), received.files());
      throw e;
    }
  }

  /** The claim of a request that carries an idempotency key. */
  static @Nullable IdempotencyClaim claim(
      HttpRequest<?> request, String operation, byte @Nullable [] body) {
    byte[] content = body == null ? new byte[0] : body;
    return IdempotencyKey.of(request)
        .map(key -> new IdempotencyClaim(operation, key.value(), sha256().digest(content)))
        .orElse(null);
  }

  /** The same for a body that was taken in. */
  static @Nullable IdempotencyClaim claim(
      HttpRequest<?> request, String operation, Received received) {
    byte[] fingerprint = received.fingerprint();
    return fingerprint == null
        ? null
        : IdempotencyKey.of(request)
            .map(key -> new IdempotencyClaim(operation, key.value(), fingerprint))
            .orElse(null);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

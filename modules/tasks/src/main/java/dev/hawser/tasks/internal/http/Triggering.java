package dev.hawser.tasks.internal.http;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.IdempotencyKey;
import dev.hawser.tasks.EngineSettings;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.engine.Engine;
import dev.hawser.tasks.internal.engine.StartRequest;
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
  private static final ErrorCode TOO_LARGE = new ErrorCode("tasks.payload-too-large");

  private final DeployedWorkflows workflows;
  private final Engine engine;
  private final long maxPayload;

  Triggering(DeployedWorkflows workflows, Engine engine, SettingValues settings) {
    this.workflows = workflows;
    this.engine = engine;
    this.maxPayload = settings.get(EngineSettings.MAX_PAYLOAD);
  }

  /** The deployed version of a workflow that a path names. */
  Optional<DeployedWorkflow> deployed(String workflow) {
    return WorkflowId.parse(workflow).flatMap(workflows::findDeployed);
  }

  /**
   * @throws HawserException.LimitExceeded when the body is larger than a trigger takes
   */
  void checkSize(byte @Nullable [] body) {
    if (body != null && body.length > maxPayload) {
      throw new HawserException.LimitExceeded(
          TOO_LARGE,
          "The body has " + body.length + " bytes; a trigger takes at most " + maxPayload,
          null);
    }
  }

  ExecutionId accept(StartRequest request) {
    return engine.accept(request);
  }

  /** The claim of a request that carries an idempotency key. */
  static @Nullable IdempotencyClaim claim(
      HttpRequest<?> request, String operation, byte @Nullable [] body) {
    return IdempotencyKey.of(request)
        .map(
            key ->
                new IdempotencyClaim(
                    operation, key.value(), sha256(body == null ? new byte[0] : body)))
        .orElse(null);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

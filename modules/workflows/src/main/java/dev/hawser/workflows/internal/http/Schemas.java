package dev.hawser.workflows.internal.http;

import dev.hawser.core.error.Problem;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes of answers, for the OpenAPI document. */
final class Schemas {
  private Schemas() {}

  /**
   * @param revision counts the changes of the draft; also in the header ETag
   * @param definition the draft, which may have problems
   * @param problemCount how many problems the last save of the draft found
   * @param deployedVersion the version that new executions start with; null when none is deployed
   * @param hookPath where a webhook workflow takes its requests
   * @param updatedBy who changed the draft last
   */
  @Schema(name = "Workflow")
  record Workflow(
      String id,
      String name,
      long revision,
      Map<String, Object> definition,
      int problemCount,
      @Nullable Integer deployedVersion,
      String hookPath,
      Instant createdAt,
      String createdBy,
      Instant updatedAt,
      String updatedBy) {}

  /**
   * A workflow without its definition.
   *
   * @param revision counts the changes of the draft
   * @param triggerType what starts the draft, right or wrong; null when it does not say so
   * @param problemCount how many problems the last save of the draft found
   * @param deployedVersion the version that new executions start with; null when none is deployed
   * @param latestVersion the newest version, deployed or not; null when there is none yet
   * @param hookPath where a webhook workflow takes its requests
   * @param updatedBy who changed the draft last
   */
  @Schema(name = "WorkflowInfo")
  record WorkflowInfo(
      String id,
      String name,
      long revision,
      @Nullable String triggerType,
      int problemCount,
      @Nullable Integer deployedVersion,
      @Nullable Integer latestVersion,
      String hookPath,
      Instant createdAt,
      String createdBy,
      Instant updatedAt,
      String updatedBy) {}

  @Schema(name = "WorkflowPage")
  record WorkflowPage(List<WorkflowInfo> items, @Nullable String nextCursor) {}

  /** The workflow, and what is wrong with its draft. */
  @Schema(name = "WorkflowDraft")
  record Draft(
      String id,
      String name,
      long revision,
      Map<String, Object> definition,
      int problemCount,
      @Nullable Integer deployedVersion,
      String hookPath,
      Instant createdAt,
      String createdBy,
      Instant updatedAt,
      String updatedBy,
      List<Problem> problems) {}

  /**
   * The workflow with its new draft.
   *
   * @param lostChanges whether the draft that was replaced is in no version
   */
  @Schema(name = "WorkflowRestored")
  record Restored(
      String id,
      String name,
      long revision,
      Map<String, Object> definition,
      int problemCount,
      @Nullable Integer deployedVersion,
      String hookPath,
      Instant createdAt,
      String createdBy,
      Instant updatedAt,
      String updatedBy,
      List<Problem> problems,
      boolean lostChanges) {}

  /**
   * @param name of the workflow at that time
   * @param label what people call the version
   * @param deployed whether new executions start with it
   * @param problemCount how many problems the definition had when it was saved
   * @param revision of the draft that it was made of
   * @param deployedAt when it was deployed first
   */
  @Schema(name = "WorkflowVersion")
  record Version(
      int version,
      String name,
      @Nullable String label,
      @Nullable String description,
      boolean deployed,
      int problemCount,
      @Nullable Long revision,
      Instant createdAt,
      String createdBy,
      @Nullable Instant deployedAt,
      Map<String, Object> definition) {}

  /** A version without its definition. */
  @Schema(name = "WorkflowVersionInfo")
  record VersionInfo(
      int version,
      String name,
      @Nullable String label,
      @Nullable String description,
      boolean deployed,
      int problemCount,
      @Nullable Long revision,
      Instant createdAt,
      String createdBy,
      @Nullable Instant deployedAt) {}

  @Schema(name = "WorkflowVersionPage")
  record VersionPage(List<VersionInfo> items, @Nullable String nextCursor) {}

  @Schema(name = "WorkflowVersionLabel")
  record VersionLabel(@Nullable String label, @Nullable String description) {}

  /**
   * @param version null when the workflow was undeployed
   */
  @Schema(name = "WorkflowDeployment")
  record Deployment(@Nullable Integer version, Instant deployedAt, String deployedBy) {}

  @Schema(name = "WorkflowDeploymentPage")
  record DeploymentPage(List<Deployment> items, @Nullable String nextCursor) {}

  /**
   * @param name of the new workflow
   * @param project where it goes; the same project when absent
   * @param version {@code draft}, {@code deployed} or a version's number; the draft when absent
   */
  @Schema(name = "NewWorkflowCopy")
  record NewCopy(String name, @Nullable String project, @Nullable String version) {}

  @Serdeable
  @Schema(name = "WorkflowValidation")
  record Validation(boolean valid, List<Problem> problems) {}
}

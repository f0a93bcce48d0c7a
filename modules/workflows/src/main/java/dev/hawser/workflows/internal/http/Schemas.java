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
   * @param definition the draft
   * @param deployedVersion the version that new executions start with; null when none is deployed
   * @param hookPath where a webhook workflow takes its requests
   */
  @Schema(name = "Workflow")
  record Workflow(
      String id,
      String name,
      long revision,
      Map<String, Object> definition,
      @Nullable Integer deployedVersion,
      String hookPath,
      Instant createdAt,
      Instant updatedAt) {}

  @Schema(name = "WorkflowPage")
  record WorkflowPage(List<Workflow> items, @Nullable String nextCursor) {}

  @Schema(name = "WorkflowVersion")
  record Version(
      int version,
      String name,
      Map<String, Object> definition,
      Instant createdAt,
      String createdBy) {}

  @Schema(name = "WorkflowVersionPage")
  record VersionPage(List<Version> items, @Nullable String nextCursor) {}

  @Serdeable
  @Schema(name = "WorkflowValidation")
  record Validation(boolean valid, List<Problem> problems) {}
}

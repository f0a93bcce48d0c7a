package dev.hawser.workflows.internal.http;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shapes of differences, for the OpenAPI document. */
final class DiffSchemas {
  private DiffSchemas() {}

  /**
   * @param version null for a draft or a document
   */
  @Schema(name = "WorkflowDiffSide")
  record Side(@Nullable String workflow, @Nullable String name, @Nullable Integer version) {}

  /**
   * @param kind {@code ADDED}, {@code REMOVED}, {@code MOVED} or {@code CHANGED}
   * @param stepId null for the definition's own fields
   * @param type of a step that was added or removed
   * @param pointer in the new one; of what is gone, in the old one
   * @param list where a step is: {@code steps}, {@code choose/known} for an arm, {@code
   *     fetch.onError}
   * @param field that changed, as people would call it
   * @param from the old value, absent when there was none; of a move, the old place
   * @param to the new value, absent when there is none; of a move, the new place
   */
  @Schema(name = "WorkflowDifference")
  record Difference(
      String kind,
      @Nullable String stepId,
      @Nullable String type,
      @Nullable String pointer,
      @Nullable String list,
      @Nullable String field,
      @Nullable Object from,
      @Nullable Object to) {}

  /**
   * @param same whether they are equal but for the layout
   * @param text a unified diff in canonical YAML; empty when there is no difference
   */
  @Schema(name = "WorkflowDiff")
  record Diff(Side from, Side to, boolean same, List<Difference> changes, String text) {}

  /**
   * @param pointer of what was converted, in the definition
   * @param feature what the format lacks, as a stable name
   */
  @Schema(name = "WorkflowExportLoss")
  record Loss(String pointer, @Nullable String stepId, String feature, String message) {}

  /**
   * @param document of the DSL 1.0.3
   * @param yaml the same as YAML
   * @param losses what the document does not say, or says in another way
   */
  @Schema(name = "ServerlessWorkflowExport")
  record Serverless(java.util.Map<String, Object> document, String yaml, List<Loss> losses) {}
}

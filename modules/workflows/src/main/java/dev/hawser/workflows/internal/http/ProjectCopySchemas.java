package dev.hawser.workflows.internal.http;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shapes of copies between projects, for the OpenAPI document. */
final class ProjectCopySchemas {
  private ProjectCopySchemas() {}

  /**
   * @param from the project that has the workflows
   * @param workflows their names or ids; all when absent
   * @param state {@code draft} (the default) or {@code deployed}; of all workflows, those that are
   *     not deployed are left out then
   * @param as {@code matching} (the default): to the draft of the workflow of the same name, if
   *     there is one; {@code new}: to new workflows, under another name if it must be
   * @param dryRun whether only to say what would be
   */
  @Schema(name = "ProjectCopy")
  record Copy(
      String from,
      @Nullable List<String> workflows,
      @Nullable String state,
      @Nullable String as,
      @Nullable Boolean dryRun) {}

  /** What was copied, or would be. */
  @Schema(name = "ProjectCopyResult")
  record Result(boolean dryRun, List<Item> workflows, List<Event> events) {}

  /**
   * @param action {@code add}, {@code modify} or {@code identical}
   * @param source the id of the workflow that it is a copy of
   * @param workflow the id of the copy; in a dry run of one that is added it means nothing
   */
  @Schema(name = "CopiedWorkflow")
  record Item(String action, String name, String source, String workflow, List<Message> messages) {}

  /**
   * @param action {@code add}, {@code identical} or {@code keep}
   */
  @Schema(name = "CopiedAppEvent")
  record Event(String action, String name, List<Message> messages) {}

  /**
   * @param level {@code warning} when it keeps the workflow from being deployed, else {@code info}
   * @param pointer into the definition
   */
  @Schema(name = "CopyMessage")
  record Message(String level, String text, String pointer) {}
}

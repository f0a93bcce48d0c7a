package dev.hawser.workflows.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.store.Versions.Snapshot;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes new workflows of what others are. */
@Singleton
public final class Copies {
  private static final ErrorCode NAME_INVALID = new ErrorCode("workflows.name-invalid");
  private final WorkflowService service;
  private final Definitions definitions;
  private final Versions versions;
  private final Drafts drafts;
  private final Once once;

  Copies(
      WorkflowService service,
      Definitions definitions,
      Versions versions,
      Drafts drafts,
      Once once) {
    this.service = service;
    this.definitions = definitions;
    this.versions = versions;
    this.drafts = drafts;
    this.once = once;
  }

  /**
   * Makes the definition the draft of another workflow of the change's project. What the draft was
   * is saved as a version before; what is deployed stays deployed.
   */
  public WorkflowRow copyOnto(Change change, Snapshot source, WorkflowRow target) {
    String id = new WorkflowId(target.id()).toString();
    return once.run(
        () -> {
          var _ = versions.save(change, id, Versions.Label.NONE);
          Document document = definitions.stored(change.project(), source.definition());
          WorkflowRow row = drafts.save(change, id, document, null).row();
          once.note(
              change
                  .event("workflows.copied", row)
                  .with("source", new WorkflowId(source.workflow().id()))
                  .with("sourceProject", source.workflow().project())
                  .with("sourceVersion", source.version()));
          return row;
        });
  }

  /**
   * Adds a workflow with the same definition under another name, in the project of the change. What
   * is wrong with the definition stays wrong.
   *
   * @throws HawserException.Conflict when the project has another of this name
   * @throws HawserException.Invalid when the name is not right
   */
  public WorkflowRow copy(Change change, Snapshot source, String name) {
    Map<String, @Nullable Object> value =
        new LinkedHashMap<>(definitions.unchecked(source.definition()).value());
    value.put("name", name);
    Document document = definitions.stored(change.project(), new String(Json.write(value), UTF_8));
    if (document.name() == null) {
      throw new HawserException.Invalid(
          NAME_INVALID,
          "The name is not right.",
          document.problems().stream().filter(p -> p.pointer().equals("/name")).toList());
    }
    return service.create(change, document, source);
  }
}

package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.WorkflowView;
import java.util.HashMap;
import java.util.Map;

/** Names of workflows by id, asked for once each. Not for concurrent use. */
final class WorkflowNames {
  private final ProjectApi api;
  private final Map<String, String> names = new HashMap<>();

  WorkflowNames(ProjectApi api) {
    this.api = api;
  }

  /** The name; the id when the workflow is deleted. */
  String of(String id) {
    return names.computeIfAbsent(
        id, missing -> api.findById(missing).map(WorkflowView::name).orElse(missing));
  }
}

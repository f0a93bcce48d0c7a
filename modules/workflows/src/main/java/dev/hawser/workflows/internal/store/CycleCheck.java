package dev.hawser.workflows.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.language.WorkflowCycles;
import dev.hawser.workflows.internal.language.WorkflowReferences.Target;
import dev.hawser.workflows.spi.DeployCheck;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The workflows that a definition starts must be there, and must not come back to it. */
@Singleton
final class CycleCheck implements DeployCheck {
  /** Where a definition has steps inside of steps. */
  private static final List<String> INNER = List.of("steps", "arms", "branches", "onError");

  /** More than a search looks at, so that it sees that there are more. */
  private static final int MOST_STARTS = 501;

  private final WorkflowRepository workflows;
  private final VersionRepository versions;

  CycleCheck(WorkflowRepository workflows, VersionRepository versions) {
    this.workflows = workflows;
    this.versions = versions;
  }

  @Override
  public List<Problem> problems(Candidate candidate) {
    Plan plan = candidate.plan();
    if (plan == null || plan.environment().workflows().isEmpty()) {
      return List.of();
    }
    String name = String.valueOf(candidate.definition().get("name"));
    String id =
        row(candidate.project(), name).map(row -> new WorkflowId(row.id()).toString()).orElse("");
    WorkflowCycles cycles =
        new WorkflowCycles(
            reference ->
                WorkflowId.parse(reference)
                    .flatMap(known -> workflows.find(known.value(), candidate.project()))
                    .map(this::target)
                    .or(() -> row(candidate.project(), reference).map(this::target)));
    return cycles.check(id, name, plan);
  }

  private Optional<WorkflowRow> row(ProjectId project, String name) {
    return name.indexOf('\0') < 0 ? workflows.named(project, name) : Optional.empty();
  }

  /** What it starts now: as it is deployed, else as its draft says. */
  private Target target(WorkflowRow row) {
    Set<String> starts = new LinkedHashSet<>();
    collect(definition(row), starts);
    return new Target(new WorkflowId(row.id()).toString(), row.name(), List.copyOf(starts));
  }

  private @Nullable Object definition(WorkflowRow row) {
    Integer deployed = row.deployedVersion();
    String definition =
        deployed == null
            ? row.definition()
            : versions.find(row.id(), deployed).map(VersionRow::definition).orElseThrow();
    try {
      return Json.read(definition.getBytes(UTF_8));
    } catch (Json.MalformedException e) {
      throw new IllegalStateException("A stored definition is no JSON: " + row.id(), e);
    }
  }

  private static void collect(@Nullable Object part, Set<String> starts) {
    if (starts.size() == MOST_STARTS) {
      return;
    }
    if (part instanceof List<?> list) {
      list.forEach(item -> collect(item, starts));
    } else if (part instanceof Map<?, ?> map) {
      if ("workflow".equals(map.get("type")) && map.get("workflow") instanceof String other) {
        starts.add(other);
      }
      INNER.forEach(name -> collect(map.get(name), starts));
    }
  }
}

package dev.hawser.workflows.internal.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.WorkflowDrafts;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.language.DefinitionCompiler;
import dev.hawser.workflows.internal.source.SourceFormat;
import dev.hawser.workflows.internal.store.WorkflowRow;
import dev.hawser.workflows.internal.store.WorkflowService;
import jakarta.inject.Singleton;

/** Compiles drafts when somebody asks: they change too often to be kept. */
@Singleton
final class CompiledDrafts implements WorkflowDrafts {
  private static final ErrorCode INVALID = new ErrorCode("workflows.definition-invalid");

  private final WorkflowService workflows;
  private final DefinitionCompiler compiler;

  CompiledDrafts(WorkflowService workflows, DefinitionCompiler compiler) {
    this.workflows = workflows;
    this.compiler = compiler;
  }

  @Override
  public DeployedWorkflow draft(ProjectId project, String workflow) {
    WorkflowRow row = workflows.get(project, workflow);
    var compiled = compiler.compile(project, row.definition().getBytes(UTF_8), SourceFormat.JSON);
    Plan plan = compiled.plan();
    if (plan == null) {
      throw new HawserException.Invalid(
          INVALID, "The draft has problems; nothing was started.", compiled.problems());
    }
    return new DeployedWorkflow(new WorkflowId(row.id()), project, DRAFT, row.name(), plan);
  }
}

package dev.hawser.tasks.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.engine.StartRequest;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.interpreter.StepStatus;
import dev.hawser.tasks.internal.payload.PayloadRef;
import dev.hawser.tasks.internal.store.ExecutionRecordings;
import dev.hawser.tasks.internal.testrun.TestPlan;
import dev.hawser.tasks.internal.testrun.TestScope;
import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.WorkflowDrafts;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trying workflows before they are deployed. */
@Tag(name = "Executions")
@Controller("/api/v1/projects/{project}/workflows/{workflow}/test")
@Produces(MediaType.APPLICATION_JSON)
@Secured(Needs.WORKFLOWS_EDIT)
@ExecuteOn(TaskExecutors.BLOCKING)
final class TestRunController {
  private static final ErrorCode INVALID = new ErrorCode("tasks.test-invalid");

  private final WorkflowDrafts drafts;
  private final Recordings recordings;
  private final Triggering triggering;
  private final InstantSource clock;

  TestRunController(
      WorkflowDrafts drafts, Recordings recordings, Triggering triggering, InstantSource clock) {
    this.drafts = drafts;
    this.recordings = recordings;
    this.triggering = triggering;
    this.clock = clock;
  }

  /**
   * Runs the draft of a workflow, or a part of it, as a test: really, but without retries, not
   * counted as tasks, and marked as a test in history. Steps before {@code from}, and those with an
   * output in {@code outputs}, do not run: they are taken to have given that output. A test that is
   * interrupted is not continued.
   */
  @Post
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(
      content = @Content(schema = @Schema(implementation = ExecutionSchemas.TestRequest.class)))
  @ApiResponse(
      responseCode = "202",
      content =
          @Content(schema = @Schema(implementation = ExecutionSchemas.ExecutionAccepted.class)))
  HttpResponse<byte[]> test(
      Caller caller,
      HttpRequest<byte[]> request,
      @PathVariable String project,
      @PathVariable String workflow) {
    ProjectId id = caller.requireProject(project);
    TestRequestBody body = TestRequestBody.read(request.getBody().orElse(null));
    DeployedWorkflow draft = drafts.draft(id, workflow);
    ExecutionRecordings earlier =
        body.execution() == null ? null : recordings.find(id, body.execution());
    TestScope scope = new TestScope(body.from(), body.to(), body.outputs(), outputs(earlier, body));
    TestPlan test = TestPlan.of(draft.plan(), scope, clock.instant());
    if (!test.problems().isEmpty()) {
      throw invalid(test.problems());
    }
    StartRequest start =
        new StartRequest(
            new DeployedWorkflow(draft.id(), id, WorkflowDrafts.DRAFT, draft.name(), test.plan()),
            TriggerKind.TEST,
            trigger(earlier, body),
            test.given(),
            null,
            Triggering.claim(request, "test:" + draft.id(), request.getBody().orElse(null)));
    ExecutionId wanted = triggering.newId();
    ExecutionId execution =
        triggering.accept(wanted, triggering.noted(start, caller, "executions.tested", wanted));
    return HttpResponse.<byte[]>accepted()
        .body(Json.write(Map.of("executionId", execution.toString())))
        .header("X-Execution-Id", execution.toString());
  }

  private @Nullable Object trigger(@Nullable ExecutionRecordings earlier, TestRequestBody body) {
    if (body.trigger() != null || earlier == null) {
      return body.trigger() == null ? Map.of() : body.trigger();
    }
    return recordings.input(earlier);
  }

  /** What the steps of an earlier execution gave, large values included; only for a later start. */
  private Map<String, @Nullable Object> outputs(
      @Nullable ExecutionRecordings earlier, TestRequestBody body) {
    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
    if (earlier == null || body.from() == null) {
      return outputs;
    }
    for (StepRecord step : earlier.steps()) {
      if (step.status() == StepStatus.SUCCEEDED) {
        if (!(step.output() instanceof PayloadRef ref)) {
          outputs.put(step.stepId(), step.output());
          continue;
        }
        Object large = recordings.value(earlier, ref);
        if (large != null) { // else it is lost, and so nobody gave it
          outputs.put(step.stepId(), large);
        }
      }
    }
    return outputs;
  }

  private static HawserException.Invalid invalid(List<Problem> problems) {
    return new HawserException.Invalid(INVALID, "This test cannot run.", problems);
  }
}

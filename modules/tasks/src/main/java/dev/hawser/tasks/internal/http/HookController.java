package dev.hawser.tasks.internal.http;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.core.ratelimit.RateLimit;
import dev.hawser.core.ratelimit.RateLimitSettings;
import dev.hawser.core.ratelimit.RateLimiter;
import dev.hawser.core.tenancy.ProjectState;
import dev.hawser.core.tenancy.Projects;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.engine.StartRequest;
import dev.hawser.tasks.internal.http.BodyReceiver.Receiver;
import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.TriggerPlan;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Receives webhooks. The answer follows the commit: a 2xx is an execution that will run to its end.
 * A multipart body's files, and a body that is neither JSON, a form nor text, are stored as files.
 */
@Tag(name = "Hooks")
@Controller("/hooks/{workflow}")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
final class HookController {
  private static final ErrorCode UNKNOWN = new ErrorCode("tasks.hook-not-found");

  private final Triggering triggering;
  private final BodyReceiver bodies;
  private final WaitingCallers callers;
  private final WorkflowAnswers answers;
  private final RateLimiter limiter;
  private final RateLimit starts;
  private final Projects projects;

  HookController(
      Triggering triggering,
      BodyReceiver bodies,
      WaitingCallers callers,
      WorkflowAnswers answers,
      RateLimiter limiter,
      Projects projects,
      SettingValues settings) {
    this.triggering = triggering;
    this.bodies = bodies;
    this.callers = callers;
    this.answers = answers;
    this.limiter = limiter;
    this.projects = projects;
    this.starts = RateLimit.perMinute("starts", settings, RateLimitSettings.STARTS);
  }

  /** Starts the workflow with this request as its trigger. */
  @Post
  HttpResponse<?> post(@PathVariable String workflow, ServerHttpRequest<?> request) {
    return receive(workflow, request);
  }

  /** Starts the workflow with this request as its trigger. */
  @Put
  HttpResponse<?> put(@PathVariable String workflow, ServerHttpRequest<?> request) {
    return receive(workflow, request);
  }

  /** Starts the workflow with this request as its trigger. */
  @Patch
  HttpResponse<?> patch(@PathVariable String workflow, ServerHttpRequest<?> request) {
    return receive(workflow, request);
  }

  /** Starts the workflow with this request as its trigger. */
  @Get
  HttpResponse<?> get(@PathVariable String workflow, ServerHttpRequest<?> request) {
    return receive(workflow, request);
  }

  /** Starts the workflow with this request as its trigger. */
  @Delete
  HttpResponse<?> delete(@PathVariable String workflow, ServerHttpRequest<?> request) {
    return receive(workflow, request);
  }

  private HttpResponse<?> receive(String path, ServerHttpRequest<?> request) {
    DeployedWorkflow workflow =
        triggering
            .deployed(path)
            .orElseThrow(
                () -> new HawserException.NotFound(UNKNOWN, "No deployed workflow listens here"));
    if (!(workflow.plan().trigger() instanceof TriggerPlan.Webhook hook)) {
      throw new HawserException.NotFound(UNKNOWN, "No deployed workflow listens here");
    }
    if (projects.state(workflow.project()) == ProjectState.GONE) {
      throw new HawserException.NotFound(UNKNOWN, "No deployed workflow listens here");
    }
    projects.requireActive(workflow.project());
    if (!starts.isOff()) {
      limiter.take(starts, workflow.project().toString()).check();
    }
    ExecutionId id = triggering.newId();
    if (!hook.waits()) {
      return answer(hook, accept(workflow, id, request));
    }
    return answers.of(
        request,
        workflow,
        callers.call(workflow.project(), id, () -> accept(workflow, id, request)));
  }

  private ExecutionId accept(
      DeployedWorkflow workflow, ExecutionId id, ServerHttpRequest<?> request) {
    Received received = bodies.webhook(request, new Receiver(workflow.project(), id));
    return triggering.accept(
        id,
        new StartRequest(
            workflow,
            TriggerKind.WEBHOOK,
            TriggerInput.of(request, received.value()),
            null,
            Triggering.claim(request, "hook:" + workflow.id(), received)),
        received);
  }

  private static HttpResponse<byte[]> answer(TriggerPlan.Webhook hook, ExecutionId id) {
    Map<String, @Nullable Object> standard = new LinkedHashMap<>();
    standard.put("executionId", id.toString());
    Object body = hook.body() == null ? standard : hook.body();
    byte[] bytes =
        body instanceof String text
            ? text.getBytes(java.nio.charset.StandardCharsets.UTF_8)
            : Json.write(body);
    MutableHttpResponse<byte[]> response =
        HttpResponse.<byte[]>status(HttpStatus.valueOf(hook.status()))
            .body(bytes)
            .contentType(
                body instanceof String
                    ? MediaType.TEXT_PLAIN_TYPE
                    : MediaType.APPLICATION_JSON_TYPE)
            .header("X-Execution-Id", id.toString());
    hook.headers().forEach((name, value) -> response.getHeaders().set(name, value));
    return response;
  }
}

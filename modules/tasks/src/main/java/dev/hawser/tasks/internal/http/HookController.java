package dev.hawser.tasks.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.engine.StartRequest;
import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.TriggerPlan;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Receives webhooks. The answer follows the commit: a 2xx is an execution that will run to its end.
 */
@Tag(name = "Hooks")
@Controller("/hooks/{workflow}")
@Consumes(MediaType.ALL)
@Produces(MediaType.APPLICATION_JSON)
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
final class HookController {
  private static final ErrorCode UNKNOWN = new ErrorCode("tasks.hook-not-found");

  private final Triggering triggering;

  HookController(Triggering triggering) {
    this.triggering = triggering;
  }

  /** Starts the workflow with this request as its trigger. */
  @Post
  HttpResponse<byte[]> post(
      @PathVariable String workflow, HttpRequest<?> request, @Body Optional<byte[]> body) {
    return receive(workflow, request, body.orElse(null));
  }

  /** Starts the workflow with this request as its trigger. */
  @Put
  HttpResponse<byte[]> put(
      @PathVariable String workflow, HttpRequest<?> request, @Body Optional<byte[]> body) {
    return receive(workflow, request, body.orElse(null));
  }

  /** Starts the workflow with this request as its trigger. */
  @Patch
  HttpResponse<byte[]> patch(
      @PathVariable String workflow, HttpRequest<?> request, @Body Optional<byte[]> body) {
    return receive(workflow, request, body.orElse(null));
  }

  /** Starts the workflow with this request as its trigger. */
  @Get
  HttpResponse<byte[]> get(@PathVariable String workflow, HttpRequest<?> request) {
    return receive(workflow, request, null);
  }

  /** Starts the workflow with this request as its trigger. */
  @Delete
  HttpResponse<byte[]> delete(
      @PathVariable String workflow, HttpRequest<?> request, @Body Optional<byte[]> body) {
    return receive(workflow, request, body.orElse(null));
  }

  private HttpResponse<byte[]> receive(
      String path, HttpRequest<?> request, byte @Nullable [] body) {
    DeployedWorkflow workflow =
        triggering
            .deployed(path)
            .orElseThrow(
                () -> new HawserException.NotFound(UNKNOWN, "No deployed workflow listens here"));
    if (!(workflow.plan().trigger() instanceof TriggerPlan.Webhook hook)) {
      throw new HawserException.NotFound(UNKNOWN, "No deployed workflow listens here");
    }
    triggering.checkSize(body);
    ExecutionId id =
        triggering.accept(
            new StartRequest(
                workflow,
                TriggerKind.WEBHOOK,
                TriggerInput.of(request, body),
                null,
                Triggering.claim(request, "hook:" + workflow.id(), body)));
    return answer(hook, id);
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

package dev.hawser.tasks.internal.http;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.RequestTrace;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.json.Json;
import dev.hawser.storage.BlobException;
import dev.hawser.tasks.EngineSettings;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.engine.Responses.Response;
import dev.hawser.tasks.internal.files.StoredFile;
import dev.hawser.tasks.internal.files.WorkflowFiles;
import dev.hawser.tasks.internal.http.FileAnswers.HttpStatusCode;
import dev.hawser.tasks.internal.interpreter.FileRef;
import dev.hawser.workflows.DeployedWorkflow;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer of a webhook whose workflow has a respond step. */
@Singleton
final class WorkflowAnswers {
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final WorkflowFiles files;
  private final FileAnswers fileAnswers;
  private final int lateStatus;

  WorkflowAnswers(WorkflowFiles files, FileAnswers fileAnswers, SettingValues settings) {
    this.files = files;
    this.fileAnswers = fileAnswers;
    this.lateStatus = settings.get(EngineSettings.RESPOND_TIMEOUT_STATUS);
  }

  HttpResponse<?> of(
      HttpRequest<?> request, DeployedWorkflow workflow, WaitingCallers.Outcome outcome) {
    ExecutionId id = outcome.execution();
    MutableHttpResponse<?> answer =
        switch (outcome.response().orElse(null)) {
          case null -> late(workflow, id);
          case Response.Given given -> given(given.answer(), workflow);
          case Response.Missing missing when missing.succeeded() ->
              json(200, Map.of("executionId", id.toString()), JSON);
          case Response.Missing failed -> failed(request, id);
        };
    return answer.header("X-Execution-Id", id.toString());
  }

  private MutableHttpResponse<?> given(Map<?, ?> answer, DeployedWorkflow workflow) {
    int status = answer.get("status") instanceof Number number ? number.intValue() : 200;
    FileRef ref = FileRef.of(answer.get("file"));
    MutableHttpResponse<?> response;
    if (status == 204 || status == 304) {
      response = HttpResponse.status(status, FileAnswers.reason(status)); // has no body, ever
    } else if (ref != null) {
      StoredFile file = find(workflow, ref);
      response = fileAnswers.send(workflow.project(), file, new HttpStatusCode(status), null);
    } else if (answer.containsKey("body")) {
      Object body = answer.get("body");
      response =
          body instanceof String text
              ? bytes(status, text.getBytes(StandardCharsets.UTF_8), TEXT)
              : json(status, body, JSON);
    } else {
      response = bytes(status, new byte[0], null);
    }
    if (answer.get("headers") instanceof Map<?, ?> headers) {
      headers.forEach(
          (name, value) -> response.getHeaders().set(String.valueOf(name), String.valueOf(value)));
    }
    return response;
  }

  private StoredFile find(DeployedWorkflow workflow, FileRef ref) {
    try {
      return files
          .find(workflow.project(), ref)
          .orElseThrow(
              () ->
                  new HawserException.NotFound(
                      FileAnswers.NOT_FOUND, "The file " + ref.id() + " is gone"));
    } catch (BlobException e) {
      throw FileAnswers.unavailable(e);
    }
  }

  private MutableHttpResponse<byte[]> late(DeployedWorkflow workflow, ExecutionId id) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("message", "The workflow has not answered yet; it goes on");
    body.put("executionId", id.toString());
    body.put("workflowId", workflow.id().toString());
    body.put("projectId", workflow.project().toString());
    body.put("submittedAt", Uuid7.instantOf(id.value()).toString());
    return json(lateStatus, body, JSON);
  }

  /** Why it failed is for those who may read the history. */
  private static MutableHttpResponse<byte[]> failed(HttpRequest<?> request, ExecutionId id) {
    Map<String, @Nullable Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", "Internal Server Error");
    problem.put("status", 500L);
    problem.put("code", "tasks.execution-failed");
    problem.put("detail", "The workflow failed before it answered");
    problem.put("problems", List.of());
    problem.put("retryable", false);
    problem.put("traceId", RequestTrace.of(request).traceId());
    problem.put("executionId", id.toString());
    return json(500, problem, "application/problem+json");
  }

  private static MutableHttpResponse<byte[]> json(
      int status, @Nullable Object value, String contentType) {
    return bytes(status, Json.write(value), contentType);
  }

  private static MutableHttpResponse<byte[]> bytes(
      int status, byte[] body, @Nullable String contentType) {
    MutableHttpResponse<byte[]> response =
        HttpResponse.<byte[]>status(status, FileAnswers.reason(status)).body(body);
    if (contentType != null) {
      response.getHeaders().set("Content-Type", contentType);
    }
    return response;
  }
}

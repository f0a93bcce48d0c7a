package dev.hawser.tasks.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.ExpressionPreview;
import dev.hawser.workflows.ExpressionPreview.Compiled;
import dev.hawser.workflows.ExpressionPreview.Outcome;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What expressions give, for an editor that shows it while somebody types. */
@Tag(name = "Expressions")
@Controller("/api/v1/projects/{project}/expressions")
@Produces(MediaType.APPLICATION_JSON)
@Secured(Needs.WORKFLOWS_EDIT)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ExpressionsController {
  private static final ErrorCode INVALID = new ErrorCode("tasks.preview-invalid");
  private static final ErrorCode MALFORMED = new ErrorCode("tasks.body-malformed");
  private static final Set<String> FIELDS =
      Set.of("value", "condition", "data", "execution", "before");
  private static final Set<String> ROOTS =
      Set.of(
          "trigger", "steps", "execution", "project", "error", "user", "settings", "item", "index");

  private final PreviewThreads threads;
  private final ExpressionPreview preview;
  private final PreviewData data;
  private final InstantSource clock;

  ExpressionsController(
      PreviewThreads threads, ExpressionPreview preview, PreviewData data, InstantSource clock) {
    this.threads = threads;
    this.preview = preview;
    this.data = data;
    this.clock = clock;
  }

  /**
   * Evaluates a value (any JSON with expressions in its texts) or a condition, on sample data or on
   * what an execution had. Every secret reads as {@code ***}. An expression that fails on the data
   * is an answer, with {@code error}; one that is wrong whatever the data is a 422. A result of
   * more than 256 KiB is shown as {@code {"$value": {"size", "preview", "url": null}}}. A project
   * may have four previews at once on each replica; more are a 429.
   */
  @Post("/evaluate")
  @RequestBody(
      content =
          @Content(schema = @Schema(implementation = ExpressionSchemas.EvaluateExpression.class)))
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ExpressionSchemas.Evaluated.class)))
  HttpResponse<byte[]> evaluate(Caller caller, @PathVariable String project, @Body byte[] body) {
    ProjectId id = caller.requireProject(project);
    return threads.turn(id, () -> HttpResponse.ok(Json.write(json(evaluate(id, read(body))))));
  }

  private Outcome evaluate(ProjectId id, Map<?, ?> request) {
    Compiled compiled =
        threads.compute(
            () ->
                request.containsKey("value")
                    ? preview.value(request.get("value"))
                    : preview.condition(request.get("condition")));
    if (request.get("execution") instanceof String execution) {
      var found = data.of(id, execution, (String) request.get("before"), compiled.reads());
      return threads.compute(() -> compiled.evaluate(found.roots(), found.moment()));
    }
    return threads.compute(() -> compiled.evaluate(roots(request.get("data")), clock.instant()));
  }

  private static Map<?, ?> read(byte[] body) {
    Object json;
    try {
      json = Json.read(body);
    } catch (Json.MalformedException e) {
      throw malformed("The body is not valid JSON: " + e.getMessage());
    }
    if (!(json instanceof Map<?, ?> request)) {
      throw malformed("The body must be a JSON object.");
    }
    List<Problem> problems = new ArrayList<>();
    for (Object name : request.keySet()) {
      if (!FIELDS.contains(String.valueOf(name))) {
        problems.add(problem(String.valueOf(name), "is not a field of this request"));
      }
    }
    if (request.containsKey("value") == request.containsKey("condition")) {
      problems.add(Problem.at("", "give either value or condition"));
    }
    if (request.get("data") != null && request.get("execution") != null) {
      problems.add(Problem.at("", "give either data or execution, or none of them"));
    }
    for (String name : List.of("execution", "before")) {
      if (request.get(name) != null && !(request.get(name) instanceof String)) {
        problems.add(problem(name, "must be a text"));
      }
    }
    if (request.get("before") != null && request.get("execution") == null) {
      problems.add(problem("before", "needs an execution"));
    }
    data(request.get("data"), problems);
    if (!problems.isEmpty()) {
      throw new HawserException.Invalid(INVALID, "The request is wrong.", problems);
    }
    return request;
  }

  private static void data(@Nullable Object data, List<Problem> problems) {
    if (data instanceof Map<?, ?> map) {
      for (Object name : map.keySet()) {
        if (!ROOTS.contains(String.valueOf(name))) {
          problems.add(problem("data/" + name, "is not one of " + String.join(", ", sorted())));
        }
      }
    } else if (data != null) {
      problems.add(problem("data", "must be an object"));
    }
  }

  private static List<String> sorted() {
    return ROOTS.stream().sorted().toList();
  }

  private static Map<String, @Nullable Object> roots(@Nullable Object data) {
    Map<String, @Nullable Object> roots = new LinkedHashMap<>();
    roots.put("steps", Map.of());
    if (data instanceof Map<?, ?> map) {
      map.forEach((name, value) -> roots.put(String.valueOf(name), value));
    }
    return roots;
  }

  private static Map<String, @Nullable Object> json(Outcome outcome) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    switch (outcome) {
      case Outcome.Result(var value) -> {
        json.put(
            "result", value == null ? null : LargeValue.unlessSmall(value, ShownValues.LARGEST));
        json.put("type", type(value));
      }
      case Outcome.Failure(var message, var expression, var position) -> {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("expression", expression);
        error.put("position", position < 0 ? null : (Object) (long) position);
        json.put("error", error);
      }
    }
    return json;
  }

  private static String type(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "string";
      case Boolean bool -> "boolean";
      case Map<?, ?> object -> "object";
      case List<?> list -> "list";
      case Double number -> "number";
      case java.math.BigDecimal number -> "number";
      default -> "integer";
    };
  }

  private static Problem problem(String name, String what) {
    return Problem.at("/" + name, name + " " + what);
  }

  private static HawserException malformed(String message) {
    return new HawserException.Invalid(MALFORMED, message, List.of(Problem.at("", message)));
  }
}

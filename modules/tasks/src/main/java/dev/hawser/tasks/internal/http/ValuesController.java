package dev.hawser.tasks.internal.http;

import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.tasks.internal.http.Recordings.OpenValue;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Values of executions that are too large to be shown among others. */
@Tag(name = "Executions")
@Controller("/api/v1/projects/{project}/executions/{execution}/values")
@Produces(MediaType.APPLICATION_JSON)
@Secured(Needs.EXECUTIONS_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ValuesController {
  private static final int SHORT_NAME = 12;

  private final Recordings recordings;

  ValuesController(Recordings recordings) {
    this.recordings = recordings;
  }

  /**
   * A large value of an execution, whole, as a JSON file. The detail of the execution has its
   * address. When the value turns out to be damaged the connection breaks before its end.
   *
   * @param name as it stands at the end of the address
   */
  @Get("/{name}")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Object.class)))
  HttpResponse<StreamedFile> value(
      Caller caller,
      @PathVariable String project,
      @PathVariable String execution,
      @PathVariable String name) {
    OpenValue value =
        recordings.open(recordings.find(caller.requireProject(project), execution), name);
    String file = execution + "-" + name.substring(0, SHORT_NAME) + ".json";
    return HttpResponse.ok(
        new StreamedFile(value.stream(), MediaType.APPLICATION_JSON_TYPE, 0, value.size())
            .attach(file));
  }
}

package dev.hawser.identity.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import dev.hawser.identity.ConnectedUserCaller;
import dev.hawser.identity.internal.connected.ConnectedUserService;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The user whose token it is, for the pages of customers. */
@Controller("/projects/{project}/sdk/me")
@Secured(ConnectedUserCaller.ROLE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Connect")
final class ConnectMeController {
  private static final ErrorCode INVALID = new ErrorCode("core.body-invalid");

  /**
   * @param authenticated always true
   * @param userId the {@code sub} of the token
   * @param meta what the customer notes of the user; {@code Name} and {@code Email} are shown
   * @param integrations what the user has connected, by its type
   */
  @Schema(name = "ConnectUser")
  record ConnectUser(
      boolean authenticated,
      String userId,
      Map<String, Object> meta,
      Map<String, Object> integrations) {}

  /**
   * @param meta what is not in it stays, what is null in it is removed
   */
  @Schema(name = "ConnectUserChange")
  record ConnectUserChange(Map<String, Object> meta) {}

  private final ConnectedUserService users;

  ConnectMeController(ConnectedUserService users) {
    this.users = users;
  }

  /** Who the user is. */
  @Get
  @Produces(MediaType.APPLICATION_JSON)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ConnectUser.class)))
  byte[] get(@Parameter(hidden = true) ConnectedUserCaller caller, String project) {
    caller.requireProject(project);
    return state(caller, users.metadata(caller.user()));
  }

  /** Changes what is noted of the user, and gives the whole user back. */
  @Patch
  @Produces(MediaType.APPLICATION_JSON)
  @RequestBody(content = @Content(schema = @Schema(implementation = ConnectUserChange.class)))
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ConnectUser.class)))
  byte[] change(
      @Parameter(hidden = true) ConnectedUserCaller caller, String project, @Body byte[] body) {
    caller.requireProject(project);
    return state(caller, users.describe(caller.user(), meta(body)));
  }

  /** Other fields are ignored: browsers run the SDK's version of last year. */
  private static Map<?, ?> meta(byte[] body) {
    try {
      if (Json.read(body) instanceof Map<?, ?> fields
          && fields.get("meta") instanceof Map<?, ?> meta) {
        return meta;
      }
      throw invalid("meta must be a JSON object.");
    } catch (Json.MalformedException e) {
      throw invalid("The body is not valid JSON: " + e.getMessage());
    }
  }

  private static byte[] state(ConnectedUserCaller caller, Map<String, @Nullable Object> meta) {
    Map<String, @Nullable Object> state = new LinkedHashMap<>();
    state.put("authenticated", true);
    state.put("userId", caller.user().userId());
    state.put("meta", meta);
    state.put("integrations", Map.of());
    return Json.write(state);
  }

  private static HawserException.Invalid invalid(String message) {
    return new HawserException.Invalid(INVALID, message, List.of(Problem.at("/meta", message)));
  }
}

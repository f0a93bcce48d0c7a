package dev.hawser.app.internal.cli.client;

import dev.hawser.app.internal.failure.OperatorError;
import java.util.Optional;

/**
 * Whom a credential belongs to.
 *
 * @param project the one of an API key; empty for a personal access token
 */
public record Me(Named organization, Optional<Named> project) {
  /** Something with a name. */
  public record Named(String id, String name) {
    static Named of(Fields json) {
      return new Named(json.text("id"), json.text("name"));
    }
  }

  /**
   * The id of the project that is meant.
   *
   * @param wanted the one that was named, if any was
   * @throws OperatorError when none was and a token is good for several, or when the key is
   *     another's
   */
  String project(Optional<String> wanted) {
    if (project.isEmpty()) {
      return wanted.orElseThrow(
          () ->
              new OperatorError(
                  "A personal access token is good for all projects of "
                      + organization.name()
                      + ", so one has to be named",
                  "Give --project prj_…, set HAWSER_PROJECT, or save it with \"hawser login"
                      + " --project prj_…\"."));
    }
    String own = project.get().id();
    if (wanted.isPresent() && !wanted.get().equals(own)) {
      throw new OperatorError(
          "The API key belongs to the project " + own + ", not to " + wanted.get(),
          "Leave --project and HAWSER_PROJECT out, or use a key of that project.");
    }
    return own;
  }

  static Me of(Fields json) {
    return new Me(
        Named.of(json.object("organization")),
        json.value("project") == null
            ? Optional.empty()
            : Optional.of(Named.of(json.object("project"))));
  }
}

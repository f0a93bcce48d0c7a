package dev.hawser.app.internal.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which entries of the audit log are wanted. A mixin. */
final class AuditFlags {
  @Option(names = "--actor", paramLabel = "WHO", description = "Only what this user or key did.")
  private @Nullable String actor;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "Only this action, or those that begin with it and a dot.")
  private @Nullable String action;

  @Option(
      names = "--target",
      paramLabel = "ID|NAME",
      description = "Only what was done to this workflow, secret, key and so on.")
  private @Nullable String target;

  @Option(names = "--in-project", paramLabel = "ID", description = "Only what was done in it.")
  private @Nullable String project;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only at or after this moment, such as 2026-01-31T00:00:00Z.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Only before this moment.")
  private @Nullable String to;

  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "actor", actor);
    put(parameters, "action", action);
    put(parameters, "target", target);
    put(parameters, "project", project);
    put(parameters, "from", from);
    put(parameters, "to", to);
    return parameters;
  }

  private static void put(Map<String, String> parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }
}

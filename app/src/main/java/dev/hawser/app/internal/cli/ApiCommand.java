package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.Connection;
import picocli.CommandLine.Mixin;

/** A command about a project of a server. */
abstract class ApiCommand extends ServerCommand {
  @Mixin private ProjectFlag project = new ProjectFlag();

  ApiCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  final Connection connection(Connection found) {
    return project.applyTo(found, ConnectionFlags.Surroundings.ofProcess());
  }
}

package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes the organization. */
@Command(
    name = "set",
    sortOptions = false,
    description = {
      "Rename the organization, or require a second factor of its members.",
      "It is asked of those who sign in with a password. Only a member who has one can require it.",
      ""
    },
    footer = {"", "Example:", "  hawser organization set --name Acme --require-second-factor"})
final class OrganizationSetCommand extends ApiCommand {
  @Option(names = "--name", paramLabel = "NAME", description = "What it is called.")
  private @Nullable String name;

  @Option(
      names = "--require-second-factor",
      negatable = true,
      description = "Members who sign in with a password need a second factor, or not.")
  private @Nullable Boolean secondFactor;

  OrganizationSetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if (change().isEmpty()) {
      throw usage("Say what is to be changed");
    }
  }

  @Override
  int run(ApiClient client) {
    Resources.of(client, "organization").change(change().fields());
    return done("changed", "organization");
  }

  private Given change() {
    return new Given().with("name", name).with("secondFactorRequired", secondFactor);
  }
}

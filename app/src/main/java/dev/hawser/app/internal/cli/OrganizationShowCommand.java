package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;

/** What the organization is. */
@Command(
    name = "show",
    sortOptions = false,
    description = {"Show the organization.", ""},
    footer = {"", "Example:", "  hawser organization show"})
final class OrganizationShowCommand extends ShowCommand {
  OrganizationShowCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Item item(ApiClient client) {
    return Resources.of(client, "organization").get();
  }
}

package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;

/** Who one is. */
@Command(
    name = "show",
    sortOptions = false,
    description = {"Show who the personal access token belongs to.", ""},
    footer = {"", "Example:", "  hawser profile show"})
final class ProfileShowCommand extends ShowCommand {
  ProfileShowCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Item item(ApiClient client) {
    return Resources.of(client, "me").get("profile");
  }
}

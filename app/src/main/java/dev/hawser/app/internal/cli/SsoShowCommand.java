package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;

/** How it is set. */
@Command(
    name = "show",
    sortOptions = false,
    description = {"Show how single sign-on is set; the client secret is not shown.", ""},
    footer = {"", "Example:", "  hawser sso show"})
final class SsoShowCommand extends ShowCommand {
  SsoShowCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Item item(ApiClient client) {
    return Resources.of(client, "organization").get("single-sign-on");
  }
}

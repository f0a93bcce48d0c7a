package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;

/** Tries the provider. */
@Command(
    name = "test",
    sortOptions = false,
    description = {
      "Try the identity provider and the client secret, and say what does not work.",
      ""
    },
    footer = {"", "Example:", "  hawser sso test"})
final class SsoTestCommand extends ApiCommand {
  SsoTestCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Item trial = Resources.of(client, "organization").act("single-sign-on", "test");
    for (Item check : trial.items("checks")) {
      String word =
          check.isTrue("works") ? terminal().green("works") : terminal().red("does not work");
      out()
          .println(check.text("name") + "  " + word + "  " + Printable.line(check.text("message")));
    }
    return trial.isTrue("works") ? ExitCodes.OK : ExitCodes.FAILED;
  }
}

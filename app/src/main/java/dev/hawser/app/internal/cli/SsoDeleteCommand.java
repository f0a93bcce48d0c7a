package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes it away. */
@Command(
    name = "delete",
    sortOptions = false,
    description = {
      "Take single sign-on away. Members stay; who has no password asks for a link to set one.",
      ""
    },
    footer = {"", "Example:", "  hawser sso delete --yes"})
final class SsoDeleteCommand extends ApiCommand {
  @Mixin private Confirmation confirmation = new Confirmation();

  SsoDeleteCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    confirmation.check(terminal());
  }

  @Override
  int run(ApiClient client) {
    if (!confirmation.given(terminal(), "Delete single sign-on of the organization?")) {
      return ExitCodes.FAILED;
    }
    var _ = Resources.of(client, "organization").delete("single-sign-on");
    return done("deleted", "single sign-on");
  }
}

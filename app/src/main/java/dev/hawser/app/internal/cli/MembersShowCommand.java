package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One member. */
@Command(
    name = "show",
    sortOptions = false,
    description = {
      "Show a member with the teams; of somebody who was removed only that and when.",
      ""
    },
    footer = {"", "Example:", "  hawser members show usr_01h455vb4pex5vsknk084sn02q"})
final class MembersShowCommand extends ShowCommand {
  @Parameters(paramLabel = "ID", description = "The member, usr_….")
  private String member = "";

  MembersShowCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Item item(ApiClient client) {
    return Resources.of(client, "members").get(member);
  }
}

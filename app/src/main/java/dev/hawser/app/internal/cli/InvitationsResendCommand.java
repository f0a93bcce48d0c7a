package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Sends an invitation again. */
@Command(
    name = "resend",
    sortOptions = false,
    description = {
      "Send an invitation again, for another seven days; links from before stop working.",
      "Where no mails are sent, the link is printed: pass it on.",
      ""
    },
    footer = {"", "Example:", "  hawser invitations resend inv_01h455vb4pex5vsknk084sn02q"})
final class InvitationsResendCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The invitation, as in the list.")
  private String invitation = "";

  InvitationsResendCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Item again = Resources.of(client, "invitations").act(invitation, "resend");
    terminal().err().println(terminal().green("sent again") + "  " + Printable.line(invitation));
    String link = again.textOrNone("inviteUrl");
    if (!link.isEmpty()) {
      out().println(link);
    }
    return ExitCodes.OK;
  }
}

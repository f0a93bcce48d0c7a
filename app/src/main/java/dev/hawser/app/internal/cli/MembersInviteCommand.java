package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks somebody to join. */
@Command(
    name = "invite",
    sortOptions = false,
    description = {
      "Invite somebody to the organization.",
      "A mail brings the link; where no mails are sent, it is printed: pass it on.",
      ""
    },
    footer = {"", "Example:", "  hawser members invite grace@acme.example --role member"})
final class MembersInviteCommand extends ApiCommand {
  @Parameters(paramLabel = "E-MAIL", description = "Whom.")
  private String email = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "member",
      description = "admin, member, support or viewer; default ${DEFAULT-VALUE}.")
  private String role = "member";

  @Option(
      names = "--team",
      paramLabel = "ID",
      description = "A team that the person joins, team_…; may be repeated.")
  private @Nullable List<String> teams;

  MembersInviteCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Resources.Item made =
        Resources.of(client, "invitations")
            .create(
                new Given().with("email", email).with("role", role).with("teams", teams).fields());
    terminal().err().println(terminal().green("invited") + "  " + Printable.line(email));
    String link = made.textOrNone("inviteUrl");
    if (!link.isEmpty()) {
      out().println(link);
    }
    return ExitCodes.OK;
  }
}

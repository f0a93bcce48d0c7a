package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** Invitations to the organization. */
@Command(
    name = "invitations",
    description = "List, show, resend and revoke invitations; \"hawser members invite\" makes one.",
    subcommands = {
      InvitationsListCommand.class,
      InvitationsShowCommand.class,
      InvitationsResendCommand.class,
      InvitationsRevokeCommand.class
    })
final class InvitationsCommand extends GroupCommand {}

package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** What the operator does for people. */
@Command(
    name = "admin",
    description = {
      "Make organizations. Help people who cannot sign in any more, and organizations that have",
      "lost their administrators."
    },
    subcommands = {
      AdminCreateCommand.class,
      AdminOrganizationsCommand.class,
      AdminPasswordResetCommand.class,
      AdminSessionsCommand.class,
      AdminSecondFactorCommand.class,
      AdminSingleSignOnCommand.class
    })
final class AdminCommand extends GroupCommand {}

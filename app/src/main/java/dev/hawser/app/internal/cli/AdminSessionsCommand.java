package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** Sessions of people. */
@Command(
    name = "sessions",
    description = "See where somebody is signed in, and end it.",
    subcommands = {AdminSessionsListCommand.class, AdminSessionsRevokeCommand.class})
final class AdminSessionsCommand extends GroupCommand {}

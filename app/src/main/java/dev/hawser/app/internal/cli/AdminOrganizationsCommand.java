package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** The organizations of the installation. */
@Command(
    name = "organizations",
    description = "List and create organizations.",
    subcommands = {AdminOrganizationsListCommand.class, AdminOrganizationsCreateCommand.class})
final class AdminOrganizationsCommand extends GroupCommand {}

package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** The organization of the caller. */
@Command(
    name = "organization",
    description = "Show and change the organization.",
    subcommands = {
      OrganizationShowCommand.class,
      OrganizationSetCommand.class,
      OrganizationLogoCommand.class
    })
final class OrganizationCommand extends GroupCommand {}

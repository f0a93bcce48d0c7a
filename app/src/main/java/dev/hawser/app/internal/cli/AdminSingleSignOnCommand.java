package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** Single sign-on of organizations. */
@Command(
    name = "single-sign-on",
    description = "Let organizations in whose identity provider does not any more.",
    subcommands = {AdminSingleSignOnReleaseCommand.class})
final class AdminSingleSignOnCommand extends GroupCommand {}

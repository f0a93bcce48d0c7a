package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** Single sign-on of the organization. */
@Command(
    name = "sso",
    description = "Show, set, test and delete single sign-on of the organization.",
    subcommands = {
      SsoShowCommand.class,
      SsoSetCommand.class,
      SsoTestCommand.class,
      SsoDeleteCommand.class
    })
final class SsoCommand extends GroupCommand {}

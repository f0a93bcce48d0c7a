package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** The personal access tokens of yours. */
@Command(
    name = "tokens",
    description = "List and revoke your personal access tokens.",
    subcommands = {TokensListCommand.class, TokensRevokeCommand.class})
final class TokensCommand extends GroupCommand {}

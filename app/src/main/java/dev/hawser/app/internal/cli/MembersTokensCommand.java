package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** Personal access tokens of a member. */
@Command(
    name = "tokens",
    description = "List and revoke the personal access tokens of a member.",
    subcommands = {MembersTokensListCommand.class, MembersTokensRevokeCommand.class})
final class MembersTokensCommand extends GroupCommand {}

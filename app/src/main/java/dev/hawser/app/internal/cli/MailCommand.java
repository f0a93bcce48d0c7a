package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** What operators do about mails. */
@Command(
    name = "mail",
    description = "Try whether mails can be sent.",
    subcommands = MailTestCommand.class)
final class MailCommand extends GroupCommand {}

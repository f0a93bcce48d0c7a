package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** Second factors of people. */
@Command(
    name = "second-factor",
    description = "Second factors that were lost.",
    subcommands = {AdminSecondFactorResetCommand.class})
final class AdminSecondFactorCommand extends GroupCommand {}

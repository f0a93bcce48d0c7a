package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** Who one is. */
@Command(
    name = "profile",
    description = "Show and change your own name and picture.",
    subcommands = {ProfileShowCommand.class, ProfileSetCommand.class, ProfileAvatarCommand.class})
final class ProfileCommand extends GroupCommand {}

package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes the name. */
@Command(
    name = "set",
    sortOptions = false,
    description = {"Change your name. Address and password are changed where you sign in.", ""},
    footer = {"", "Example:", "  hawser profile set --first-name Ada --last-name Lovelace"})
final class ProfileSetCommand extends ApiCommand {
  @Option(names = "--first-name", paramLabel = "NAME", description = "Your first name.")
  private @Nullable String firstName;

  @Option(names = "--last-name", paramLabel = "NAME", description = "Your last name.")
  private @Nullable String lastName;

  ProfileSetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if (change().isEmpty()) {
      throw usage("Say what is to be changed");
    }
  }

  @Override
  int run(ApiClient client) {
    Resources.of(client, "me").change("profile", change().fields());
    return done("changed", "profile");
  }

  private Given change() {
    return new Given().with("firstName", firstName).with("lastName", lastName);
  }
}

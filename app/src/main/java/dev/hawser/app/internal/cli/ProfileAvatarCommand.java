package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sets or removes the picture. */
@Command(
    name = "avatar",
    sortOptions = false,
    description = {"Set your picture: a PNG, JPEG or GIF file of at most 5 MiB. Or remove it.", ""},
    footer = {
      "",
      "Examples:",
      "  hawser profile avatar ada.jpg",
      "  hawser profile avatar --delete"
    })
final class ProfileAvatarCommand extends ApiCommand {
  @Mixin private ImageFlags image = new ImageFlags();

  ProfileAvatarCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    image.check();
  }

  @Override
  int run(ApiClient client) {
    String me = Resources.of(client, "me").get("profile").text("id");
    return image.apply(this, Resources.of(client, "users/" + me), "avatar");
  }
}

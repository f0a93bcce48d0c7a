package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sets or removes the logo. */
@Command(
    name = "logo",
    sortOptions = false,
    description = {
      "Set the logo of the organization: a PNG, JPEG or GIF file of at most 5 MiB. Or remove it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hawser organization logo acme.png",
      "  hawser organization logo --delete"
    })
final class OrganizationLogoCommand extends ApiCommand {
  @Mixin private ImageFlags image = new ImageFlags();

  OrganizationLogoCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    image.check();
  }

  @Override
  int run(ApiClient client) {
    return image.apply(this, Resources.of(client, "organization"), "logo");
  }
}

package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.VaultApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How the vault is. */
@Command(
    name = "status",
    sortOptions = false,
    description = {
      "Show the vault's keys, and how many values are under each.",
      "Asks the server that runs on the data folder; run it on that machine.",
      ""
    },
    footer = {"", "Example:", "  hawser vault status --data /var/lib/hawser"})
final class VaultStatusCommand extends OperatorCommand {
  @Option(names = "--json", description = "Print the API's JSON.")
  private boolean json;

  VaultStatusCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    if (json) {
      terminal().out().println(VaultApi.answer(client).text());
      return ExitCodes.OK;
    }
    VaultApi.Vault vault = VaultApi.show(client);
    Table table = Table.withHeader("KEY", "VALUES", "");
    for (VaultApi.Key key : vault.keys()) {
      table.row(
          Cell.of(key.id()),
          Cell.of(Long.toString(key.items())),
          key.id().equals(vault.current())
              ? new Cell("current", Style.GREEN)
              : Cell.of(key.present() ? "" : "not in the keyset of this server"));
    }
    table.print(terminal());
    VaultText.remarks(vault).forEach(terminal().err()::println);
    return ExitCodes.OK;
  }
}

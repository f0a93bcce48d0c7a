package dev.hawser.app.internal.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much of a list is shown, and how. */
final class ListFlags {
  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "How many at most; default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "The API's JSON, one line for each.")
  private boolean json;

  private CommandSpec command = CommandSpec.create();

  /**
   * @param limit how many are listed when nobody says it
   */
  ListFlags(int limit) {
    this.limit = limit;
  }

  @Spec(Spec.Target.MIXEE)
  void command(CommandSpec spec) {
    command = spec;
  }

  void check() {
    if (limit < 1) {
      throw new ParameterException(command.commandLine(), "--limit must be at least 1");
    }
  }

  int print(Terminal terminal, Listing listing) {
    Map<String, String> filter = new LinkedHashMap<>();
    listing.filter().forEach((name, value) -> filter.put(name, String.valueOf(value)));
    int found =
        listing
            .resources()
            .list(
                filter,
                limit,
                item -> {
                  if (json) {
                    terminal.out().println(ValueText.json(item.json()));
                  } else {
                    listing.table().row(listing.row().apply(item));
                  }
                });
    if (found == 0) {
      terminal.err().println(listing.none());
    } else if (!json) {
      listing.table().print(terminal);
    }
    return ExitCodes.OK;
  }
}
